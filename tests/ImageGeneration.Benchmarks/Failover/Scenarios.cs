namespace ImageGeneration.Benchmarks.Failover;

/// <summary>Every scenario, in the order of the report.</summary>
internal static class Scenarios
{
    public static IEnumerable<Scenario> All =>
        SubmitScenarios.All.Concat(JobScenarios.All).Concat(LaneScenarios.All).Concat(ColdStartScenarios.All).Concat(UserScenarios.All).Concat(LoadScenarios.All).Append(ChaosScenario.One);
}
