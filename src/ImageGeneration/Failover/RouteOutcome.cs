using ImageGeneration.Providers;
using ImageGeneration.Redaction;
using ImageGeneration.Routing;

namespace ImageGeneration.Failover;

/// <summary>What a route brought so far.</summary>
internal sealed class RouteOutcome(int wanted, RoutingOptions routing, ImageModel model)
{
    private List<GeneratedImage>? _images;
    private List<string>? _warnings;
    private List<RouteCandidate>? _failedAt;

    // Made when there is something to hold: until then thousands may wait.
    public List<GeneratedImage> Images => _images ??= new(wanted);

    public List<GenerationAttempt> Attempts => field ??= new(1);

    public IReadOnlyList<string> Warnings => _warnings ?? (IReadOnlyList<string>)[];

    /// <summary>What was adapted by those who delivered.</summary>
    public IReadOnlyList<string> Adaptations { get; private set; } = [];

    /// <summary>The stop that delivered first; where none did, the last one asked.</summary>
    public RouteCandidate Stop { get; private set; }

    /// <summary>The failure that decides what comes next; null while there is none.</summary>
    public ProviderFailure? Failure { get; set; }

    public int Missing => wanted - (_images?.Count ?? 0);

    public bool HasDelivered { get; private set; }

    /// <summary>The failure table allows nobody else to be asked. Of several jobs one such failure holds back all: which of the missing
    /// images it was cannot be told.</summary>
    public bool HasStopped => !routing.MayMoveOn(Failure, model);

    /// <summary>The first place in the row of seeds that no image was made with.</summary>
    public int NextSeed { get; private set; }

    /// <summary>How long it was waited for one of <see cref="Held"/> to recover, in all.</summary>
    public TimeSpan Rested { get; set; }

    /// <summary>Stops that took nothing, as they rest or pause, and may be asked again later.</summary>
    public List<RouteCandidate>? Held { get; private set; }

    /// <summary>Jobs that were given up and may have ended otherwise since.</summary>
    public List<AttemptResult>? Open { get; private set; }

    /// <summary>A stop where a job failed is not asked a second time: after a lost answer it might be paid twice.</summary>
    public bool HasFailedAt(RouteCandidate stop) => _failedAt?.Exists(failed => failed.Lane == stop.Lane) == true;

    public void ForgetHeld() => Held = null;

    /// <param name="result">What came of an attempt, and of the one beside it.</param>
    /// <param name="first">The place of its first image in the row of seeds.</param>
    public void Add(AttemptResult result, int first)
    {
        if (result.Beside is { } beside)
        {
            AddBeside(result, beside);
        }
        else
        {
            Attempts.Add(result.Attempt);
        }

        if (!HasDelivered)
        {
            Stop = result.Stop;
        }

        if (result.Job.Failure is { } failure)
        {
            Fail(result, failure);
        }
        else
        {
            Take(result, first);
        }
    }

    /// <summary>An attempt that was taken for a failure has delivered after all.</summary>
    public void Replace(AttemptResult given, AttemptResult late)
    {
        Open!.Remove(given);
        Attempts[Attempts.FindIndex(attempt => ReferenceEquals(attempt, given.Attempt))] = late.Attempt;
        Stop = HasDelivered ? Stop : late.Stop;
        Take(late, NextSeed);
        Failure = Missing > 0 ? Failure : null;
        Warn($"{late.Attempt.Provider}: job {late.Attempt.JobId} was given up and had finished when it was looked at again; "
            + "its images are used.");
    }

    public void Warn(string warning) => (_warnings ??= []).Add(SafeText.AsLine(warning, SingleLine.MaxSentence));

    // The jobs of one request are of one kind, and so is what there is to say about them.
    private void WarnOnce(string warning)
    {
        if (_warnings?.Contains(warning) != true)
        {
            Warn(warning);
        }
    }

    private void AddBeside(AttemptResult result, AttemptResult beside)
    {
        Attempts.AddRange(beside.Run.IsHedge ? [result.Attempt, beside.Attempt] : [beside.Attempt, result.Attempt]);
        if (result.Job.Failure is null)
        {
            WarnOf(beside, result.Attempt.Provider);
        }
        else if (beside.Job.Failure is { } failure)
        {
            Fail(beside, failure);
        }
    }

    private void WarnOf(AttemptResult beside, string winner)
    {
        var (name, isOvertaken) = (beside.Attempt.Provider, beside.Job.Failure is null or { Rule.IsCancellation: true });
        if (beside.Job.IsUnsent && !isOvertaken)
        {
            return;
        }

        var bill = beside.Attempt.CostUsd is { } usd ? FormattableString.Invariant($"cost {usd:0.######} USD") : "may have cost something";
        Warn(isOvertaken
            ? $"{name} was overtaken by {winner}; its job {bill}."
            : $"{name} ran beside {winner} and failed; its job {bill}.");
    }

    private void Fail(AttemptResult result, ProviderFailure failure)
    {
        Failure = HasStopped ? Failure
            : routing.IsSilentRefusal(failure, model) && !routing.FailoverOnContentRejected
                ? failure with { Message = $"{failure.Message} It may be a refusal: '{model}' is among Routing:ClosedModels." }
            : failure;
        if (result.Job.IsHeldBack)
        {
            if (!HasFailedAt(result.Stop) && Held?.Exists(held => held.Lane == result.Stop.Lane) != true)
            {
                (Held ??= []).Add(result.Stop);
            }

            return;
        }

        (_failedAt ??= []).Add(result.Stop);
        Held?.RemoveAll(held => held.Lane == result.Stop.Lane);
        if (result.IsOpen)
        {
            (Open ??= []).Add(result);
        }
    }

    private void Take(AttemptResult result, int first)
    {
        var (request, changes) = (result.Run.Request, result.Stop.Adapted.Told);
        Adaptations = Adaptations.Count == 0 ? changes : [.. Adaptations.Union(changes)];
        NextSeed = Math.Max(NextSeed, first + request.Count);
        foreach (var warning in result.Job.Warnings)
        {
            WarnOnce(warning);
        }

        foreach (var image in result.Job.Images)
        {
            HasDelivered |= image.Outcome == ImageOutcome.Delivered;
            Images.Add(image with
            {
                Provider = result.Stop.Lane.Provider.Name,
                Width = image.Width ?? request.Effect?.Width ?? request.Width,
                Height = image.Height ?? request.Effect?.Height ?? request.Height,
                Seed = image.Seed ?? request.Effect?.Seed ?? request.Seed,
            });
        }
    }
}
