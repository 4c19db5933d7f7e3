namespace ImageGeneration.Pricing;

/// <summary>Validates the prices: each has one amount, and a model to which it applies.</summary>
internal static class PriceRules
{
    /// <param name="path">The path of the settings, as a configuration key.</param>
    /// <param name="prices">The prices.</param>
    /// <param name="explain">Returns the reason why a price applies to nothing; null when it may apply.</param>
    /// <param name="failures">Receives one sentence for each broken rule.</param>
    public static void Check(string path, IList<Price> prices, Func<Price, string?> explain, List<string> failures)
    {
        for (var i = 0; i < prices.Count; i++)
        {
            if (prices[i] is not { } price)
            {
                failures.Add($"{path}:{i} must not be null.");
                continue;
            }

            var amounts =
                (price.PerImageUsd is null ? 0 : 1) + (price.PerMegapixelUsd is null ? 0 : 1) + (price.PerSecondUsd is null ? 0 : 1);
            if (amounts != 1)
            {
                failures.Add(
                    $"{path}:{i} ({price}) must set exactly one of PerImageUsd, PerMegapixelUsd and PerSecondUsd, "
                    + $"in US dollars; {amounts} are set.");
            }

            if (explain(price) is { } why)
            {
                failures.Add($"{path}:{i} ({price}) has no effect: {why}.");
            }
        }
    }
}
