using System.Globalization;
using ImageGeneration.Pricing;

namespace ImageGeneration.Tests.Docs;

public sealed class PricesPageTests
{
    [Fact]
    public void Prices_OfTheModelsOnThePage_AreThoseOfTheList()
    {
        var rows = Page.Of("docs/prices.md").Rows("# Prices").Where(row => row[1].StartsWith('`')).ToList();

        Assert.InRange(rows.Count, 10, 50);
        foreach (var row in rows)
        {
            var price = Assert.Single(ListPrices.All, price => $"`{price.Model}`" == row[1] && price.Provider == row[0]);
            var amount = price.PerImageUsd ?? price.PerMegapixelUsd ?? price.PerSecondUsd;

            Assert.StartsWith(amount!.Value.ToString(CultureInfo.InvariantCulture) + " ", row[2], StringComparison.Ordinal);
        }
    }
}
