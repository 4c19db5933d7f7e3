using ImageGeneration.IntegrationTests.Stack;
using ImageGeneration.Simulator;

namespace ImageGeneration.IntegrationTests.Docs;

/// <summary>This assembly, run by itself: the README's first lines as a program, or one that has a simulator in it, or a web
/// application.</summary>
internal static class TenLines
{
    public const string WithSimulator = "with-simulator";

    public const string Web = "web";

    public static Task Main(string[] args) => args switch
    {
        [WithSimulator] => RunSimulatorAsync(),
        [Web] => WebProgram.RunAsync(),
        _ => Snippets.TenLinesAsync(static _ => { }),
    };

    private static async Task RunSimulatorAsync()
    {
        await using var simulator = await ImageProviderSimulator.StartAsync();
        await Console.Error.WriteLineAsync($"It listens on {simulator.BaseUri}");
        await Task.Delay(Timeout.InfiniteTimeSpan);
    }
}
