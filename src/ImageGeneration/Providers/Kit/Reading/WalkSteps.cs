namespace ImageGeneration.Providers.Kit.Reading;

/// <summary>Bounds a walk through an output: steps are counted, and cancellation is observed.</summary>
internal sealed class WalkSteps(CancellationToken cancellationToken)
{
    private const int Max = 250_000;
    private const int BetweenLooks = 1024;

    private int _taken;

    public bool AreLeft => _taken <= Max;

    /// <summary>Takes a step.</summary>
    /// <returns><see langword="true"/> if it was within the bound.</returns>
    public bool Take()
    {
        if (++_taken % BetweenLooks == 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        return AreLeft;
    }
}
