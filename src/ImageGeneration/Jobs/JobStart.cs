namespace ImageGeneration.Jobs;

/// <summary>Represents a job under way, for what can be learned from its start; disposing it ends the job.</summary>
/// <param name="model">The starts of its model; null when they are not kept.</param>
/// <param name="idle">The time for which no job of the model had run at the submit: zero when one did, the maximum when none had been
/// seen.</param>
internal readonly struct JobStart(StartTimes? model, TimeSpan idle) : IDisposable
{
    public StartTimes? Model { get; } = model;

    public TimeSpan Idle { get; } = idle;

    public void Dispose() => Model?.Leave();
}
