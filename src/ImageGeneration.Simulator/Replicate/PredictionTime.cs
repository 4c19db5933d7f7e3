using System.Globalization;

namespace ImageGeneration.Simulator.Replicate;

/// <summary>Replicate's timestamps: as many digits after the second as the backend of the day gives, unless a number is set.</summary>
internal sealed class PredictionTime(int? digits)
{
    /// <summary>The edge that creates: nanoseconds, trailing zeros cut.</summary>
    public string Created(DateTimeOffset time, long number)
    {
        // Two more digits than the clock has, as the real one shows nine; the same for the same job.
        var nanoseconds = (time.UtcTicks % TimeSpan.TicksPerSecond * 100) + (number % 100);
        return Join(time, nanoseconds.ToString("000000000", CultureInfo.InvariantCulture).TrimEnd('0'));
    }

    /// <summary>The edge that answers polls: microseconds, trailing zeros cut.</summary>
    public string Polled(DateTimeOffset time) => Join(time, Microseconds(time).TrimEnd('0'));

    /// <summary>The web backend that answers cancels and lists: always six digits.</summary>
    public string Web(DateTimeOffset time) => Join(time, Microseconds(time));

    private static string Microseconds(DateTimeOffset time) =>
        (time.UtcTicks % TimeSpan.TicksPerSecond / 10).ToString("000000", CultureInfo.InvariantCulture);

    private string Join(DateTimeOffset time, string fraction)
    {
        var seconds = time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
        fraction = digits is { } count ? fraction.PadRight(9, '0')[..Math.Clamp(count, 0, 9)] : fraction;
        return fraction.Length == 0 ? $"{seconds}Z" : $"{seconds}.{fraction}Z";
    }
}
