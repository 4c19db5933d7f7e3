using ImageGeneration.Budgets;
using ImageGeneration.Configuration;
using ImageGeneration.Outputs;
using ImageGeneration.Pricing;
using ImageGeneration.Prompts;
using ImageGeneration.Providers.Modal;
using ImageGeneration.Providers.Replicate;
using ImageGeneration.Providers.RunPod;
using ImageGeneration.Routing;
using ImageGeneration.Shutdown;
using Microsoft.Extensions.Options;

namespace ImageGeneration;

/// <summary>The settings of the library: the section <c>ImageGeneration</c> of a configuration has the same shape.</summary>
public sealed class ImageGenerationServiceOptions
{
    /// <summary>The time for one request, queues and failover included, when it names none itself: 1 second to 24 hours; default 10
    /// minutes.</summary>
    [TimeSpanRange("00:00:01", "1.00:00:00")]
    public TimeSpan Deadline { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Refuse, before anything is spent, what a model cannot honour exactly, instead of adapting it with a warning; default
    /// false.</summary>
    public bool RejectUnsupportedSettings { get; set; }

    /// <summary>How the provider is chosen.</summary>
    [ValidateObjectMembers]
    public RoutingOptions Routing { get; set; } = new();

    /// <summary>How prompts are checked and enhanced.</summary>
    [ValidateObjectMembers]
    [FixedAtStart]
    public PromptOptions Prompts { get; set; } = new();

    /// <summary>Prices that replace or add to the built-in list: one here wins, and of several the most exact match.</summary>
    [ValidateEnumeratedItems]
    public IList<Price> Prices { get; } = [];

    /// <summary>Limits on spending.</summary>
    [ValidateObjectMembers]
    [FixedAtStart]
    public BudgetOptions Budget { get; set; } = new();

    /// <summary>How finished images are fetched.</summary>
    [ValidateObjectMembers]
    [FixedAtStart]
    public OutputOptions Outputs { get; set; } = new();

    /// <summary>What happens to requests when the application shuts down.</summary>
    [ValidateObjectMembers]
    [FixedAtStart]
    public ShutdownOptions Shutdown { get; set; } = new();

    /// <summary>Replicate; used when it has a key.</summary>
    [ValidateObjectMembers]
    public ReplicateOptions Replicate { get; set; } = new();

    /// <summary>RunPod; used when it has a key.</summary>
    [ValidateObjectMembers]
    public RunPodOptions RunPod { get; set; } = new();

    /// <summary>Modal; used when it has an endpoint.</summary>
    [ValidateObjectMembers]
    public ModalOptions Modal { get; set; } = new();
}
