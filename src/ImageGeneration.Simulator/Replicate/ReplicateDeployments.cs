using System.Collections.Concurrent;
using ImageGeneration.Simulator.Catalog;
using ImageGeneration.Simulator.Hosting;
using ImageGeneration.Simulator.Jobs;

namespace ImageGeneration.Simulator.Replicate;

/// <summary>Holds the deployments: those of the options, and those created here. A deletion that is not allowed is a conflict; the real
/// answer to it is not documented.</summary>
internal sealed class ReplicateDeployments(ReplicateSimulatorOptions options, JobScheduler scheduler, ReplicateCatalog catalog)
{
    private static readonly TimeSpan Unused = TimeSpan.FromMinutes(15);
    private static readonly InputField[] Scale =
    [
        ReplicateLookups.HardwareField,
        InputField.Whole("min_instances", 0, 5),
        InputField.Whole("max_instances", 0, 20),
    ];

    private static readonly InputField[] Creatable =
    [
        .. ((InputField[])[InputField.Text("name"), InputField.Text("model"), InputField.Text("version"), .. Scale])
            .Select(field => field with { Required = true }),
    ];

    private static readonly InputField[] Changeable = [InputField.Text("version"), .. Scale];

    private readonly DateTimeOffset _startedAt = scheduler.Now;
    private readonly Lock _gate = new();

    // Null for a deleted one, which would come back from the options otherwise.
    private readonly ConcurrentDictionary<string, ReplicateDeployment?> _own = new(StringComparer.Ordinal);
    private long _last;

    public ApiRoute[] Routes =>
    [
        new("GET", "/v1/deployments", RequestPhase.Lookup, List),
        new("POST", "/v1/deployments", RequestPhase.Other, Create),
        new("GET", "/v1/deployments/{owner}/{name}", RequestPhase.Lookup, Read),
        new("PATCH", "/v1/deployments/{owner}/{name}", RequestPhase.Other, Update),
        new("DELETE", "/v1/deployments/{owner}/{name}", RequestPhase.Other, Delete),
    ];

    public ReplicateDeployment? Find(string slug)
    {
        if (_own.TryGetValue(slug, out var own))
        {
            return own;
        }

        return options.Deployments.TryGetValue(slug, out var target) && catalog.Find(target) is { Versions: [var latest, ..] } model
            ? new ReplicateDeployment { Slug = slug, Model = model.Id, Version = latest.Id, CreatedAt = _startedAt }
            : null;
    }

    /// <summary>Whether a deployment runs this version.</summary>
    public bool Uses(string version) => All().Any(deployment => deployment.Version == version);

    private IEnumerable<ReplicateDeployment> All() =>
        options.Deployments.Keys.Union(_own.Keys).Select(Find).OfType<ReplicateDeployment>();

    private ApiReply List(ApiRequest request)
    {
        if (!Page.TryCursor(request, out var below))
        {
            return ReplicateProblems.NotJson();
        }

        var newest = All().Where(deployment => deployment.Order < below).OrderByDescending(deployment => deployment.Order);
        return Page.Create(request, [.. newest], deployment => deployment.Order, deployment => deployment.ToJson());
    }

    private ApiReply Create(ApiRequest request)
    {
        if (ReplicateBody.Read(request, Creatable, out var body) is { } refusal)
        {
            return refusal;
        }

        var (name, version) = (body.GetProperty("name").GetString()!, body.GetProperty("version").GetString()!);
        if (ReplicateBody.NameComplaint("name", name) is { } complaint)
        {
            return complaint;
        }

        if (catalog.FindVersion(version) is not { } model || model.Id != ReplicateBody.Text(body, "model"))
        {
            return ReplicateProblems.InvalidVersion();
        }

        var made = new ReplicateDeployment
        {
            Slug = $"{ReplicateLookups.Owner}/{name}",
            Order = Interlocked.Increment(ref _last),
            Model = model.Id,
            Version = version,
            CreatedAt = scheduler.Now,
        }.With(body);
        lock (_gate)
        {
            if (Find(made.Slug) is not null)
            {
                return ReplicateProblems.Conflict("A deployment with that name and owner already exists");
            }

            _own[made.Slug] = made;
        }

        return Reply(made);
    }

    private ApiReply Read(ApiRequest request) => Find(Slug(request)) is { } found ? Reply(found) : ReplicateProblems.NotFound();

    private ApiReply Update(ApiRequest request)
    {
        if (ReplicateBody.Read(request, Changeable, out var body) is { } refusal)
        {
            return refusal;
        }

        lock (_gate)
        {
            if (Find(Slug(request)) is not { } found)
            {
                return ReplicateProblems.NotFound();
            }

            if (ReplicateBody.Text(body, "version") is { } version && catalog.FindVersion(version)?.Id != found.Model)
            {
                return ReplicateProblems.InvalidVersion();
            }

            var changed = found.With(body) with { Number = found.Number + 1, CreatedAt = scheduler.Now };
            _own[found.Slug] = changed;
            return Reply(changed);
        }
    }

    private ApiReply Delete(ApiRequest request)
    {
        lock (_gate)
        {
            if (Find(Slug(request)) is not { } found)
            {
                return ReplicateProblems.NotFound();
            }

            var last = scheduler.Jobs.NewestFirst(job => job.Provider == SimulatedProvider.Replicate && job.Target == found.Slug, 1);
            if (found.MinInstances > 0 || (last is [var job] && scheduler.Now - job.Timeline.CreatedAt < Unused))
            {
                return ReplicateProblems.Conflict("A deployment must be offline and unused for 15 minutes before it can be deleted");
            }

            _own[found.Slug] = null;
            return new ApiReply { Status = 204 };
        }
    }

    private static ApiReply Reply(ReplicateDeployment deployment) => ApiReply.Json(200, deployment.ToJson());

    private static string Slug(ApiRequest request) => $"{request.Segment("owner")}/{request.Segment("name")}";
}
