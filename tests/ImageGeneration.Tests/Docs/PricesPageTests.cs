using System.Globalization;
using ImageGeneration.DependencyInjection;

namespace ImageGeneration.Tests.Docs;

public sealed class PricesPageTests
{
    [Fact]
    public void Prices_OfTheModelsOnThePage_AreThoseOfTheList()
    {
        var rows = Page.Load("docs/prices.md").Rows("# Prices").Where(row => row[1].StartsWith('`')).ToList();

        var prices = BuiltInProviders.All.SelectMany(module => module.Tariff.Prices).ToList();
        Assert.InRange(rows.Count, 10, 50);
        foreach (var row in rows)
        {
            var price = Assert.Single(prices, price => $"`{price.Model}`" == row[1] && price.Provider == row[0]);
            var amount = price.PerImageUsd ?? price.PerMegapixelUsd ?? price.PerSecondUsd;

            Assert.StartsWith(amount!.Value.ToString(CultureInfo.InvariantCulture) + " ", row[2], StringComparison.Ordinal);
        }
    }
}
