using ImageGeneration.Providers;
using ImageGeneration.Routing;

namespace ImageGeneration.Failover;

/// <summary>Tracks which providers have failed, which may be asked again, and which jobs may have ended otherwise.</summary>
/// <param name="result">Collects what the attempts deliver.</param>
/// <param name="routing">Decides whether the next provider may be asked.</param>
/// <param name="model">The model of the request.</param>
internal sealed class FailoverState(GenerationResult result, RoutingOptions routing, ImageModel model)
{
    private List<RouteCandidate>? _failedAt;

    public GenerationResult Result => result;

    /// <summary>The providers that took nothing because their circuit is open or they are throttled, and that may be asked
    /// again; null when there are none.</summary>
    public List<RouteCandidate>? Throttled { get; private set; }

    /// <summary>The jobs that were given up and may have ended otherwise since; null when there are none.</summary>
    public List<AttemptResult>? Unconfirmed { get; private set; }

    /// <summary>The first image index that no image was made with, which decides the next seed.</summary>
    public int NextImageIndex { get; private set; }

    /// <summary>The total time spent waiting for one of <see cref="Throttled"/> to recover.</summary>
    public TimeSpan RecoveryTime { get; set; }

    /// <summary>Whether a job failed at the provider. It is then not asked a second time: after a lost answer, the job might be paid for
    /// twice.</summary>
    public bool HasFailedAt(RouteCandidate choice) => _failedAt?.Contains(choice) == true;

    public void ClearThrottled() => Throttled = null;

    /// <summary>Adds the result of an attempt, and of the one that ran beside it.</summary>
    public void Add(AttemptResult attempt)
    {
        if (attempt.HedgeResult is { } hedge)
        {
            AddHedge(attempt, hedge);
        }
        else
        {
            result.AddRecord(attempt.Record);
        }

        AddOne(attempt);
    }

    /// <summary>Replaces an attempt that counted as failed by its late result.</summary>
    public void Replace(AttemptResult given, AttemptResult late)
    {
        Unconfirmed?.Remove(given);
        result.ReplaceRecord(given.Record, late.Record);
        AddImages(late, NextImageIndex);
        if (result.Missing <= 0)
        {
            result.Decide(null);
        }

        if (late.Failure is null)
        {
            result.Warn($"{late.Record.Provider}: job {late.Record.JobId} was given up and had finished when it was read again; "
                + "its images are used.");
        }
    }

    private void AddHedge(AttemptResult winner, AttemptResult loser)
    {
        var (first, second) = loser.Attempt.Context.IsHedge ? (winner, loser) : (loser, winner);
        result.AddRecord(first.Record);
        result.AddRecord(second.Record);
        if (winner.Failure is null)
        {
            WarnAboutHedge(loser, winner.Record.Provider);
        }
        else if (loser.Failure is not null)
        {
            AddOne(loser);
        }
    }

    private void AddOne(AttemptResult attempt)
    {
        if (!attempt.Attempt.Context.HasLostRace)
        {
            AddImages(attempt, attempt.Attempt.First);
        }

        if (attempt.FirstFault is { } failure)
        {
            Fail(attempt, failure);
        }
    }

    private void AddImages(AttemptResult attempt, int first)
    {
        result.AddImages(attempt);
        if (attempt.Failure is null)
        {
            NextImageIndex = Math.Max(NextImageIndex, first + attempt.Attempt.Context.Request.Count);
        }
    }

    private void WarnAboutHedge(AttemptResult loser, string winner)
    {
        var (name, isOvertaken) = (loser.Record.Provider, loser.Failure is null or { Rule.IsCancellation: true });
        if (loser.Job.IsUnsent && !isOvertaken)
        {
            return;
        }

        var bill = loser.Record.CostUsd is { } usd ? FormattableString.Invariant($"cost {usd:0.######} USD") : "may have been billed";
        result.Warn(isOvertaken
            ? $"{name} lost the race to {winner}; its job {bill}."
            : $"{name} ran in parallel with {winner} and failed; its job {bill}.");
    }

    private void Fail(AttemptResult attempt, ProviderFailure failure)
    {
        if (!result.IsFailoverForbidden)
        {
            result.Decide(WithSilentRefusal(failure), !routing.MayMoveOn(failure, model));
        }

        var choice = attempt.Attempt.Choice;
        if (attempt.Job.IsHeldBack)
        {
            if (!HasFailedAt(choice) && Throttled?.Contains(choice) != true)
            {
                (Throttled ??= []).Add(choice);
            }

            return;
        }

        (_failedAt ??= []).Add(choice);
        Throttled?.Remove(choice);
        if (attempt.IsUnconfirmed)
        {
            (Unconfirmed ??= []).Add(attempt);
        }
    }

    private ProviderFailure WithSilentRefusal(ProviderFailure failure) =>
        routing.IsSilentRefusal(failure, model) && !routing.FailoverOnContentRejected
            ? failure with { Message = $"{failure.Message} It may be a refusal: '{model}' is among Routing:ClosedModels." }
            : failure;
}
