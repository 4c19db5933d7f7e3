using ImageGeneration.Outputs;
using ImageGeneration.Providers;
using ImageGeneration.Redaction;
using ImageGeneration.Routing;

namespace ImageGeneration.Failover;

/// <summary>Collects what the providers of a route delivered: failover adds to it, the report reads it.</summary>
/// <param name="wanted">The number of images that were requested.</param>
internal sealed class GenerationResult(int wanted)
{
    private readonly List<GenerationAttempt> _attempts = new(1);
    private readonly List<Entry> _delivered = new(wanted);
    private List<Entry>? _spares;
    private List<string>? _adaptations;
    private List<string>? _warnings;
    private int _seen;

    /// <summary>The images to deliver, filtered ones included, in order, each with its remarks.</summary>
    public Output[] Outputs()
    {
        var outputs = new Output[_delivered.Count];
        for (var i = 0; i < outputs.Length; i++)
        {
            outputs[i] = _delivered[i].Output;
        }

        return outputs;
    }

    public IReadOnlyList<GenerationAttempt> Attempts => _attempts;

    /// <summary>The settings that were adapted by the providers that delivered.</summary>
    public IReadOnlyList<string> Adaptations => _adaptations ?? (IReadOnlyList<string>)[];

    public IReadOnlyList<string> Warnings => _warnings ?? (IReadOnlyList<string>)[];

    /// <summary>The provider that delivered first; the last one asked when none did.</summary>
    public RouteCandidate? Choice { get; private set; }

    /// <summary>The failure that decides what comes next; null when there is none.</summary>
    public ProviderFailure? Failure { get; private set; }

    /// <summary>Whether the failure table forbids asking another provider. One such failure among several parallel jobs is enough: which
    /// of the missing images it concerned is unknown.</summary>
    public bool IsFailoverForbidden { get; private set; }

    public int Missing => wanted - _delivered.Count;

    public bool HasDelivered { get; private set; }

    public void Decide(ProviderFailure? failure, bool isFailoverForbidden = false) =>
        (Failure, IsFailoverForbidden) = (failure, isFailoverForbidden);

    public void AddRecord(GenerationAttempt record) => _attempts.Add(record);

    public void ReplaceRecord(GenerationAttempt given, GenerationAttempt late) =>
        _attempts[_attempts.FindIndex(record => ReferenceEquals(record, given))] = late;

    public void AddImages(AttemptResult result)
    {
        Choice = HasDelivered ? Choice : result.Attempt.Choice;
        foreach (var output in result.Outputs)
        {
            var entry = new Entry(_seen++, output, result);
            if (output.Fault is null)
            {
                Deliver(entry);
            }
            else if (!output.Fault.IsWithheld)
            {
                (_spares ??= []).Add(entry);
            }
            else if (result.Failure is null)
            {
                Warn($"{result.Attempt.Provider}: {output.Fault.Message} It is not delivered.");
            }
        }
    }

    /// <summary>Fills the missing images with the best of those that did not pass their checks, as they are paid for.</summary>
    public void UseSpares()
    {
        if (_spares is null)
        {
            return;
        }

        foreach (var spare in _spares.OrderByDescending(static spare => spare.Output.Fault!.Worth).Take(Math.Max(0, Missing)).ToList())
        {
            _spares.Remove(spare);
            Choice = HasDelivered ? Choice : spare.Result.Attempt.Choice;
            Deliver(spare);
        }

        _delivered.Sort(static (one, other) => one.Order.CompareTo(other.Order));
        foreach (var spare in _spares.Where(static spare => spare.Result.Failure is null))
        {
            Warn($"{spare.Result.Attempt.Provider}: {spare.Output.Fault!.Message} Another image was made in its place.");
        }
    }

    public void Warn(string warning) => (_warnings ??= []).Add(MessageSanitizer.ToLine(warning, SingleLine.MaxSentence));

    private void Deliver(Entry entry)
    {
        _delivered.Add(entry);
        HasDelivered |= entry.Output.Image.Outcome == ImageOutcome.Delivered;
        foreach (var adaptation in entry.Result.Attempt.Choice.Adapted.AllChanges)
        {
            AddNew(ref _adaptations, adaptation);
        }

        // The jobs of one request are of one kind, and so is what there is to say about them.
        foreach (var warning in entry.Result.Job.Warnings)
        {
            AddNew(ref _warnings, MessageSanitizer.ToLine(warning, SingleLine.MaxSentence));
        }
    }

    private static void AddNew(ref List<string>? lines, string line)
    {
        lines ??= [];
        if (!lines.Contains(line))
        {
            lines.Add(line);
        }
    }

    /// <param name="Order">The order of arrival among all images of the request.</param>
    /// <param name="Output">The image.</param>
    /// <param name="Result">The attempt that delivered it.</param>
    private readonly record struct Entry(int Order, Output Output, AttemptResult Result);
}
