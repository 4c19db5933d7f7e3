namespace ImageGeneration.Providers.Kit.Reading;

/// <summary>Limits what reading the texts of one reply may allocate: strings, nested documents, failed attempts at those. All readers
/// share it, so that the work stays in proportion to the reply however often it is read.</summary>
/// <param name="replyBytes">The length of the reply, in bytes.</param>
internal sealed class ReadingBudget(int replyBytes)
{
    // With what the call itself and the document take it stays below four times the reply, or a quarter MiB.
    private const long MinBytes = 96 * 1024;
    private const double TimesTheReply = 1.75;

    private readonly long _total = Math.Max(MinBytes, (long)(replyBytes * TimesTheReply));
    private long _spent;

    /// <summary>Spends a part of the budget.</summary>
    /// <param name="bytes">The number of bytes to be allocated.</param>
    /// <param name="part">The fraction of the whole budget, 0 to 1, beyond which this reader may not go: the rest is for others.</param>
    /// <returns><see langword="false"/> if not enough is left.</returns>
    public bool TrySpend(long bytes, double part = 1)
    {
        if (_spent + bytes > _total * part)
        {
            return false;
        }

        _spent += bytes;
        return true;
    }

    /// <summary>Records what has been allocated already.</summary>
    public void Charge(long bytes) => _spent += bytes;
}
