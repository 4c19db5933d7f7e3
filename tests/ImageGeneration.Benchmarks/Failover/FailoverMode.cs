using System.Diagnostics;
using System.Globalization;

namespace ImageGeneration.Benchmarks.Failover;

/// <summary><c>failover-bench</c>: each scenario end to end over loopback HTTP, judged by what the user got and by what the providers saw.</summary>
internal static class FailoverMode
{
    public static async Task<int> RunAsync(TextWriter output, string? only)
    {
        var scenarios = Scenarios.All.Where(scenario => only is null || scenario.Name.Contains(only, StringComparison.OrdinalIgnoreCase)).ToList();
        var faultFree = await FaultFreeAsync();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{DateTime.UtcNow:yyyy-MM-dd}, fault-free: {faultFree:0.00} s"));
        output.WriteLine();
        output.WriteLine("| scenario | outcome | jobs | left running | billed USD | told USD | leaks | s over fault-free | verdict |");
        output.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        var failed = 0;
        foreach (var scenario in scenarios)
        {
            var (row, isPassed) = await RunAsync(scenario, faultFree);
            failed += isPassed ? 0 : 1;
            output.WriteLine(row);
        }

        output.WriteLine();
        output.WriteLine($"{scenarios.Count - failed} passed, {failed} failed");
        return failed == 0 ? 0 : 1;
    }

    private static async Task<double> FaultFreeAsync()
    {
        var scenario = new Scenario("none", "replicate");
        await using var stage = await Stage.SetAsync(scenario);
        await stage.GenerateAsync();
        var clock = Stopwatch.StartNew();
        await stage.GenerateAsync();
        return clock.Elapsed.TotalSeconds;
    }

    private static async Task<(string Row, bool IsPassed)> RunAsync(Scenario scenario, double faultFree)
    {
        await using var stage = await Stage.SetAsync(scenario);
        scenario.Arrange(stage);
        var clock = Stopwatch.StartNew();
        var outcome = await scenario.Act(stage).WaitAsync(TimeSpan.FromMinutes(2));
        var over = clock.Elapsed.TotalSeconds - faultFree;

        var journal = stage.Simulator.Journal;
        var (jobs, running, billed, leaks) = (journal.JobsCreated, journal.JobsRunning, journal.BilledUsd, stage.Leaks());
        var told = stage.Response?.CostUsd;
        var also = scenario.Also(stage);
        var problems = new List<string>();
        Require(outcome == scenario.Expected, $"expected {scenario.Expected}");
        Require(jobs <= scenario.Jobs, $"more than {scenario.Jobs} jobs");
        Require(running == 0, "a job left running");
        Require(leaks == 0, "a leak");
        Require(over <= scenario.Patience, string.Create(CultureInfo.InvariantCulture, $"more than {scenario.Patience} s over"));
        Require(also.Length == 0, also);
        var row = string.Create(
            CultureInfo.InvariantCulture,
            $"| {scenario.Name} | {outcome} | {jobs} | {running} | {billed:0.######} | {told?.ToString("0.######", CultureInfo.InvariantCulture) ?? "–"} | {leaks} | {over:0.00} | {(problems.Count == 0 ? "pass" : string.Join("; ", problems))} |");
        return (row, problems.Count == 0);

        void Require(bool isTrue, string problem)
        {
            if (!isTrue)
            {
                problems.Add(problem);
            }
        }
    }
}
