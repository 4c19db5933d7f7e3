namespace ImageGeneration.Providers.Kit.Reading;

/// <summary>The bound of a walk through an output: steps are counted, and the clocks are heard.</summary>
internal sealed class WalkSteps(CancellationToken cancellationToken)
{
    private const int Max = 250_000;
    private const int BetweenLooks = 1024;

    private int _taken;

    public bool AreLeft => _taken <= Max;

    /// <summary>Takes a step.</summary>
    /// <returns>Whether it was within the bound.</returns>
    public bool Take()
    {
        if (++_taken % BetweenLooks == 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        return AreLeft;
    }
}
