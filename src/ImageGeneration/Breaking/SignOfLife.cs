namespace ImageGeneration.Breaking;

/// <summary>When somebody last got through.</summary>
internal sealed class SignOfLife(TimeProvider time)
{
    private long _at = long.MinValue;

    public void Note() => Volatile.Write(ref _at, time.GetTimestamp());

    public bool IsWithin(TimeSpan span) => Volatile.Read(ref _at) is var at and not long.MinValue && time.GetElapsedTime(at) < span;
}
