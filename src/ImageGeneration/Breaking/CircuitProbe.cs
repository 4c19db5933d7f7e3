namespace ImageGeneration.Breaking;

/// <summary>The one request that tries an open circuit, and those who wait for its end. Its circuit's lock guards it.</summary>
internal sealed class CircuitProbe
{
    private TaskCompletionSource? _ended;

    public bool IsUnderWay { get; private set; }

    /// <summary>Ends with the probe that is under way.</summary>
    public Task Ended => (_ended ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public void Begin() => IsUnderWay = true;

    public void End()
    {
        IsUnderWay = false;
        _ended?.SetResult();
        _ended = null;
    }
}
