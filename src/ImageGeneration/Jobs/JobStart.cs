namespace ImageGeneration.Jobs;

/// <summary>A job on its way at a provider, for what its start teaches; its disposal ends that.</summary>
/// <param name="model">The starts of its model; null where they are not kept.</param>
/// <param name="idle">How long no job of the model had run when it was submitted: zero where one did, the greatest time where none had
/// been seen.</param>
internal readonly struct JobStart(StartTimes? model, TimeSpan idle) : IDisposable
{
    public StartTimes? Model { get; } = model;

    public TimeSpan Idle { get; } = idle;

    public void Dispose() => Model?.Leave();
}
