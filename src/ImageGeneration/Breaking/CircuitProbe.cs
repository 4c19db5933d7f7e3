namespace ImageGeneration.Breaking;

/// <summary>Represents the one request that probes an open circuit, and those who wait for its end. Guarded by the lock of its
/// circuit.</summary>
internal sealed class CircuitProbe
{
    private TaskCompletionSource? _ended;

    public bool IsUnderWay { get; private set; }

    /// <summary>Gets a task that completes with the probe under way.</summary>
    public Task Ended => (_ended ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public void Begin() => IsUnderWay = true;

    public void End()
    {
        IsUnderWay = false;
        _ended?.SetResult();
        _ended = null;
    }
}
