using ImageGeneration.Providers;

namespace ImageGeneration.Jobs;

/// <summary>One job on its way through a lane: what is wanted, who waits for it and until when, and what was seen on the way.</summary>
internal sealed class JobRun(ProviderRequest request, RequestScope scope)
{
    public ProviderRequest Request { get; } = request;

    public RequestScope Scope { get; } = scope;

    /// <summary>No other provider would be asked after this one.</summary>
    public bool IsLastResort { get; init; }

    /// <summary>Runs beside another job for the same images.</summary>
    public bool IsHedge { get; init; }

    /// <summary>Ends this job alone; null where only the request as a whole can end it.</summary>
    public JobStop? Stop { get; init; }

    /// <summary>Ends when nobody waits for this job any more.</summary>
    public CancellationToken Token => Stop?.Token ?? Scope.Token;

    public TimeSpan PermitTime { get; set; }

    /// <summary>What became of each submit; more than one where it was sent again. Each may have a bill.</summary>
    public IReadOnlyList<ProviderJob> Jobs { get; private set; } = [];

    /// <summary>An answer got lost on the way and was not found again.</summary>
    public bool PossiblyBilled { get; set; }

    /// <summary>Another provider was faster, and the request itself goes on.</summary>
    public bool IsOvertaken => Stop?.Reason is not null && !Scope.Token.IsCancellationRequested;

    public void Add(ProviderJob job) => Jobs = Jobs.Count == 0 ? [job] : [.. Jobs, job];

    /// <summary>The last job turned out to have ended otherwise.</summary>
    public void Correct(ProviderJob job) => Jobs = [.. Jobs.Take(Jobs.Count - 1), job];

    /// <summary>Why <see cref="Token"/> ended the work of a provider.</summary>
    public ProviderFailure StopReason(string provider) =>
        IsOvertaken ? new(FailureKind.Canceled, $"{provider}: {Stop!.Reason}.") { IsLocal = true } : Scope.StopReason(provider);
}
