using ImageGeneration.Simulator;

namespace ImageGeneration.Benchmarks.Failover;

/// <summary>One fault, what the user is to get, and what the providers are to see.</summary>
/// <param name="Name">The fault in a few words.</param>
/// <param name="Expected">The provider that delivers, or the failure kind.</param>
internal sealed record Scenario(string Name, string Expected)
{
    /// <summary>Sets the fault up.</summary>
    public Action<Stage> Arrange { get; init; } = static _ => { };

    /// <summary>Settings of the library on top of the stage's.</summary>
    public Action<ImageGenerationServiceOptions> Configure { get; init; } = static _ => { };

    /// <summary>How fast the simulator's jobs are.</summary>
    public double Speed { get; init; } = 10;

    /// <summary>The simulator's times, before <see cref="Speed"/> divides them.</summary>
    public Action<SimulatorLatency> Latency { get; init; } = static _ => { };

    /// <summary>How many times faster than the system's the clock of library and simulator runs.</summary>
    public int ClockSpeed { get; init; } = 1;

    /// <summary>The user's part; returns the outcome: the provider's name, the failure kind, or a word of its own.</summary>
    public Func<Stage, Task<string>> Act { get; init; } = static stage => stage.GenerateAsync();

    /// <summary>The most jobs that may come to be.</summary>
    public int Jobs { get; init; } = 1;

    /// <summary>Seconds on top of the fault-free time that are allowed.</summary>
    public double Patience { get; init; } = 3;

    /// <summary>What else must be true; an empty text when it is.</summary>
    public Func<Stage, string> Also { get; init; } = static _ => "";
}
