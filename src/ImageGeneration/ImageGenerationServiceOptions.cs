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

/// <summary>Provides the options of the library. The configuration section <c>ImageGeneration</c> has the same shape.</summary>
public sealed class ImageGenerationServiceOptions
{
    /// <summary>Gets or sets the time for a request that sets no deadline itself, queues and failover included: 1 second to 24 hours;
    /// default 10 minutes.</summary>
    [TimeSpanRange("00:00:01", "1.00:00:00")]
    public TimeSpan Deadline { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Gets or sets a value indicating whether a request that a model cannot honor exactly is refused before anything is spent,
    /// instead of adapted with a warning; default false.</summary>
    public bool RejectUnsupportedSettings { get; set; }

    /// <summary>Gets or sets the options of routing and failover.</summary>
    [ValidateObjectMembers]
    public RoutingOptions Routing { get; set; } = new();

    /// <summary>Gets or sets the options for prompts: enhancement and checks.</summary>
    [ValidateObjectMembers]
    [FixedAtStart]
    public PromptOptions Prompts { get; set; } = new();

    /// <summary>Gets the prices that are added to the built-in list or replace its entries: a price here takes precedence, and of several
    /// the most exact match. Empty by default.</summary>
    [ValidateEnumeratedItems]
    public IList<Price> Prices { get; } = [];

    /// <summary>Gets or sets the limits on spending.</summary>
    [ValidateObjectMembers]
    [FixedAtStart]
    public BudgetOptions Budget { get; set; } = new();

    /// <summary>Gets or sets the options for outputs: how images are downloaded and checked.</summary>
    [ValidateObjectMembers]
    [FixedAtStart]
    public OutputOptions Outputs { get; set; } = new();

    /// <summary>Gets or sets what happens to requests when the application shuts down.</summary>
    [ValidateObjectMembers]
    [FixedAtStart]
    public ShutdownOptions Shutdown { get; set; } = new();

    /// <summary>Gets or sets the options of Replicate, which is used when it has a key.</summary>
    [ValidateObjectMembers]
    public ReplicateOptions Replicate { get; set; } = new();

    /// <summary>Gets or sets the options of RunPod, which is used when it has a key.</summary>
    [ValidateObjectMembers]
    public RunPodOptions RunPod { get; set; } = new();

    /// <summary>Gets or sets the options of Modal, which is used when it has an endpoint.</summary>
    [ValidateObjectMembers]
    public ModalOptions Modal { get; set; } = new();
}
