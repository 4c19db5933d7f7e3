namespace ImageGeneration.Simulator;

/// <summary>Provides how long simulated jobs wait and run.</summary>
public sealed class SimulatorLatency
{
    /// <summary>Gets or sets the wait of every job before it starts. Default: 150 ms.</summary>
    public TimeSpan QueueDelay { get; set; } = TimeSpan.FromMilliseconds(150);

    /// <summary>
    /// Gets or sets the extra wait of the first job of a model or endpoint, and of the first after <see cref="IdleAfter"/> without one.
    /// Until then RunPod's <c>/health</c> counts no worker there. Default: none.
    /// </summary>
    public TimeSpan ColdStart { get; set; }

    /// <summary>
    /// Gets the cold starts that replace <see cref="ColdStart"/>, by Replicate slug (<c>stability-ai/sdxl</c>) or RunPod endpoint.
    /// </summary>
    public IDictionary<string, TimeSpan> ColdStarts { get; } = new Dictionary<string, TimeSpan>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets or sets how long a model or endpoint stays warm after the end of its last job. Default: 5 minutes.</summary>
    public TimeSpan IdleAfter { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Gets the run times that replace the catalog's, by Replicate slug (<c>stability-ai/sdxl</c>) or RunPod endpoint. Such a time is the
    /// job's whole run; the catalog's own (flux-schnell 1.2 s, SDXL 3.5 s …) grow with the steps and the number of images.
    /// </summary>
    public IDictionary<string, TimeSpan> RunTimes { get; } = new Dictionary<string, TimeSpan>(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Gets or sets the divisor of each of these times: 10 makes jobs ten times as fast, <see cref="double.PositiveInfinity"/> makes them
    /// end at once. Default: 1. Deadlines, retention and other clocks of the providers keep their length.
    /// </summary>
    public double Speed { get; set; } = 1;

    /// <summary>Gets a latency that ends every job when it is accepted, for tests that are not about time.</summary>
    public static SimulatorLatency None => new() { Speed = double.PositiveInfinity };

    internal TimeSpan Scale(TimeSpan duration) => double.IsPositiveInfinity(Speed) ? TimeSpan.Zero : duration / Speed;
}
