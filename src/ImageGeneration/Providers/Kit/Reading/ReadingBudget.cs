namespace ImageGeneration.Providers.Kit.Reading;

/// <summary>What reading the texts of one reply may still allocate: strings of them, documents inside them, failed attempts at those. All
/// readers draw on the same one, so that the work stays in proportion to the reply however often it is looked at.</summary>
/// <param name="replyBytes">The length of the reply.</param>
internal sealed class ReadingBudget(int replyBytes)
{
    // With what the call itself and the document take it stays below four times the reply, or a quarter MiB.
    private const long MinBytes = 96 * 1024;
    private const double TimesTheReply = 1.75;

    private readonly long _total = Math.Max(MinBytes, (long)(replyBytes * TimesTheReply));
    private long _spent;

    /// <summary>Takes some.</summary>
    /// <param name="bytes">How many bytes will be allocated.</param>
    /// <param name="part">The part of the whole, 0 to 1, beyond which this reader may not go: the rest is for others.</param>
    /// <returns>False when there is not so much left.</returns>
    public bool TrySpend(long bytes, double part = 1)
    {
        if (_spent + bytes > _total * part)
        {
            return false;
        }

        _spent += bytes;
        return true;
    }

    /// <summary>Notes what has been allocated already.</summary>
    public void Charge(long bytes) => _spent += bytes;
}
