namespace ImageGeneration.Benchmarks.Overhead;

/// <summary>What one request costs the process that makes it.</summary>
/// <param name="Microseconds">CPU time, which other processes disturb less than the clock on the wall.</param>
/// <param name="Bytes">Allocated.</param>
internal readonly record struct Cost(double Microseconds, double Bytes);

internal static class Median
{
    public static Cost Calculate(IReadOnlyList<Cost> rounds) => new(Calculate(rounds.Select(cost => cost.Microseconds)), Calculate(rounds.Select(cost => cost.Bytes)));

    public static double Calculate(IEnumerable<double> rounds)
    {
        var sorted = rounds.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
