using System.Globalization;
using ImageGeneration.Simulator;

namespace ImageGeneration.Benchmarks.Failover;

/// <summary>Many at once.</summary>
internal static class LoadScenarios
{
    public static IEnumerable<Scenario> All =>
    [
        new("budget edge: 256 at once, money for 100", "100 delivered")
        {
            Speed = double.PositiveInfinity,
            Configure = options =>
            {
                options.Budget.TotalUsd = 0.30m;
                options.Routing.Strategy = Routing.RoutingStrategy.RegistrationOrder;
                options.RunPod.Enabled = false;
            },
            Act = stage => ManyAsync(stage, 256),
            Jobs = 100,
            Patience = 20,
            Also = stage => stage.Simulator.Journal.BilledUsd <= 0.30m ? "" : "over the budget",
        },
        new("herd of 5,000", "5000 delivered")
        {
            Speed = double.PositiveInfinity,
            Act = stage => ManyAsync(stage, 5000),
            Jobs = 5000,
            Patience = 60,
        },
        new("1,000 with 10 % failures at each provider, 99.5 % wanted", "delivered")
        {
            Speed = double.PositiveInfinity,
            Arrange = stage =>
            {
                foreach (var provider in new[] { SimulatedProvider.Replicate, SimulatedProvider.RunPod })
                {
                    stage.Simulator.Faults.Add(new FaultRule { Provider = provider, Phase = RequestPhase.Create, Rate = 0.1, Effect = FaultEffect.Status(503) });
                }
            },
            Act = async stage =>
            {
                var words = (await ManyAsync(stage, 1000)).Split(' ');
                return int.Parse(words[0], CultureInfo.InvariantCulture) >= 995 ? "delivered" : words[0];
            },
            Jobs = 1000,
            Patience = 60,
        },
    ];

    private static async Task<string> ManyAsync(Stage stage, int count)
    {
        var delivered = 0;
        await Task.WhenAll(Enumerable.Range(0, count).Select(async _ =>
        {
            try
            {
                await stage.Images.GenerateImageWithFailoverAsync(Stage.Request);
                Interlocked.Increment(ref delivered);
            }
            catch (ImageGenerationException)
            {
                // counted by its absence
            }
        }));
        return $"{delivered} delivered";
    }
}
