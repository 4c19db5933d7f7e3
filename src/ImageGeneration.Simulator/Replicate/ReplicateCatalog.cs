using System.Collections.Concurrent;
using System.Globalization;
using ImageGeneration.Simulator.Jobs;

namespace ImageGeneration.Simulator.Replicate;

/// <summary>Holds the models: those of the simulator, and those that were created as destinations of trainings.</summary>
internal sealed class ReplicateCatalog(JobScheduler scheduler)
{
    private readonly ConcurrentDictionary<string, ReplicateModel> _created = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _deletedVersions = new(StringComparer.Ordinal);

    public IReadOnlyList<ReplicateModel> All() => [.. ReplicateModels.All, .. _created.Keys.Select(slug => Find(slug)!)];

    public ReplicateModel? Find(string slug) =>
        ReplicateModels.Find(slug) ?? (_created.TryGetValue(slug, out var model) ? Trained(model) : null);

    /// <summary>The model that has this version.</summary>
    public ReplicateModel? FindVersion(string version) =>
        ReplicateModels.FindVersion(version)
        ?? _created.Values.Select(Trained).FirstOrDefault(model => model.Versions.Any(candidate => candidate.Id == version));

    /// <summary>Adds an empty model; null when there is one of that name.</summary>
    public ReplicateModel? Add(string slug, string visibility, Func<ReplicateModel, ReplicateModel> fill)
    {
        var model = fill(new ReplicateModel
        {
            Id = slug,
            Description = "",
            Visibility = visibility,
            CreatedAt = Timestamp(scheduler.Now),
            Versions = [],
            Inputs = [],
            RunTime = TimeSpan.FromSeconds(3.5),
            Price = ReplicateModels.H100,
        });
        return ReplicateModels.Find(slug) is null && _created.TryAdd(slug, model) ? model : null;
    }

    /// <summary>Changes a model of one's own; null when there is none of that name.</summary>
    public ReplicateModel? Change(string slug, Func<ReplicateModel, ReplicateModel> change)
    {
        while (_created.TryGetValue(slug, out var model))
        {
            if (_created.TryUpdate(slug, change(model), model))
            {
                return Find(slug);
            }
        }

        return null;
    }

    public void Remove(string slug) => _created.TryRemove(slug, out _);

    public void RemoveVersion(string version) => _deletedVersions[version] = true;

    public bool IsOwn(string slug) => _created.ContainsKey(slug);

    /// <summary>The model with the versions that trainings have made of it so far, and the inputs of what they trained.</summary>
    private ReplicateModel Trained(ReplicateModel model)
    {
        var now = scheduler.Now;
        var trainings = scheduler.Jobs.NewestFirst(
            job => job.Training is { } training && training.Destination == model.Id
                && !_deletedVersions.ContainsKey(training.Version) && job.State(now) == SimulatedJobState.Succeeded,
            int.MaxValue);
        if (trainings.Count == 0)
        {
            return model;
        }

        var trainer = (ReplicateModel)trainings[0].Model;
        return model with
        {
            Inputs = trainer.TrainedInputs!,
            DefaultFormat = trainer.DefaultFormat,
            DefaultSteps = 28,
            Versions =
            [
                .. trainings.Select(job => new ReplicateVersion(job.Training!.Version, Timestamp(job.Timeline.EndsAt), "0.13.6")),
            ],
        };
    }

    public static string Timestamp(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}
