using System.Runtime.CompilerServices;
using System.Text;
using ImageGeneration.Simulator.Faults;
using ImageGeneration.Simulator.Replicate;

namespace ImageGeneration.Simulator;

/// <summary>Provides the faults that only Replicate has; the others are on <see cref="FaultEffect"/>.</summary>
public static class ReplicateFaults
{
    /// <summary>Creates one of Replicate's error bodies, word for word; nothing is accepted.</summary>
    public static FaultEffect Problem(ReplicateProblem problem)
    {
        var reply = ReplicateProblems.For(problem);
        return WithName(FaultEffect.Status(reply.Status, Encoding.UTF8.GetString(reply.Body.Span), reply.ContentType));
    }

    /// <summary>Creates the 429 of an account with less than $5 of credit, which may create one prediction in ten seconds.</summary>
    /// <param name="seconds">The seconds to wait.</param>
    /// <param name="hint">Where the answer states the wait.</param>
    public static FaultEffect LowCredit(int seconds, RateLimitHint hint = RateLimitHint.HeaderAndBody) =>
        WithName(new RateLimitedFault(new RateLimit(seconds, hint, ReplicateProblems.LowCredit)));

    /// <summary>Creates the 429 of an account without a payment method.</summary>
    /// <param name="seconds">The seconds to wait.</param>
    /// <param name="hint">Where the answer states the wait.</param>
    public static FaultEffect NoPaymentMethod(int seconds, RateLimitHint hint = RateLimitHint.HeaderAndBody) =>
        WithName(new RateLimitedFault(new RateLimit(seconds, hint, ReplicateProblems.NoPaymentMethod)));

    /// <summary>Creates a fault by which the prediction fails with this JSON value as its error, instead of the usual text.</summary>
    public static FaultEffect Error(string json) => WithName(RunPodFaults.Error(json));

    /// <summary>Creates a fault by which a sync create has the first <paramref name="images"/> images only; polling returns the
    /// rest.</summary>
    public static FaultEffect PartialSyncOutput(int images) => WithName(new JobFault(plan => plan with { PartialImages = images }));

    /// <summary>Gets a fault that deletes the outputs as soon as the prediction is over: <c>data_removed</c>, null, and 404 for the
    /// files.</summary>
    public static FaultEffect OutputExpired { get; } = WithName(new JobFault(plan => plan with { ExpiresAtOnce = true }));

    private static FaultEffect WithName(FaultEffect effect, [CallerMemberName] string member = "") =>
        FaultEffect.WithName("replicate", effect, member);
}
