using ImageGeneration.Providers;

namespace ImageGeneration.Jobs;

/// <summary>One job on its way through a lane: what is wanted, who waits for it and until when, and what was seen on the way.</summary>
internal sealed class JobRun(ProviderRequest request, RequestScope scope)
{
    public ProviderRequest Request { get; } = request;

    public RequestScope Scope { get; } = scope;

    /// <summary>No other provider would be asked after this one.</summary>
    public bool IsLastResort { get; init; }

    /// <summary>How often the provider was asked again.</summary>
    public int Resubmits { get; set; }

    public TimeSpan PermitTime { get; set; }

    /// <summary>What became of each submit; more than one where it was sent again. Each may have a bill.</summary>
    public IReadOnlyList<ProviderJob> Jobs { get; private set; } = [];

    /// <summary>An answer got lost on the way and was not found again.</summary>
    public bool PossiblyBilled { get; set; }

    public void Add(ProviderJob job) => Jobs = Jobs.Count == 0 ? [job] : [.. Jobs, job];
}
