namespace ImageGeneration.Breaking;

/// <summary>Records the time of the last success.</summary>
internal sealed class LastSuccess(TimeProvider time)
{
    private long _at = long.MinValue;

    public void Record() => Volatile.Write(ref _at, time.GetTimestamp());

    public bool IsWithin(TimeSpan span) => Volatile.Read(ref _at) is var at and not long.MinValue && time.GetElapsedTime(at) < span;
}
