using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using ImageGeneration.IntegrationTests.Cli;
using ImageGeneration.Simulator;
using ImageGeneration.Tests.Time;

namespace ImageGeneration.IntegrationTests.Stack;

/// <summary>A web application in a process of its own that is told to end while one job runs and another request waits for it. The
/// simulator's clock stands until a test moves it, so the job runs for as long as the test wants.</summary>
public sealed partial class ShutdownTests : IAsyncLifetime
{
    private const int Terminate = 15;

    // The host's own, which the application leaves as it is.
    private static readonly TimeSpan _shutdownTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan _runTime = TimeSpan.FromMinutes(1);

    // Links end by the simulator's clock, and the application has the machine's.
    private readonly StepClock _clock = new(DateTimeOffset.UtcNow);
    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromMinutes(2) };
    private CliHost _host = null!;

    public async Task InitializeAsync()
    {
        _host = await CliHost.StartAsync(options => options.TimeProvider = _clock);
        _host.Simulator.Faults.Add(new() { Effect = FaultEffect.JobRunsFor(_runTime) });
        _host.Variables.Remove("RUNPOD_API_KEY");
        _host.Variables["ImageGeneration__Replicate__RateLimit__Concurrent"] = "1";
        _host.Variables["ImageGeneration__Outputs__Download"] = "true";
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _host.DisposeAsync();
    }

    [UnixFact]
    public async Task Terminate_ModeCancel_CancelsTheJobAndEndsBothRequests()
    {
        _host.Variables["ImageGeneration__Shutdown__Mode"] = "cancel";
        await using var process = CliProcess.StartWeb(_host);
        var (first, second) = await StartTwoAsync(process);

        process.Signal(Terminate);
        var watch = Stopwatch.StartNew();

        await AssertShuttingDownAsync(first);
        await AssertShuttingDownAsync(second);
        await AssertExitAsync(process, watch);
        var job = Assert.Single(_host.Simulator.Journal.Jobs);
        Assert.Equal(("first", SimulatedJobState.Canceled), (job.Prompt, job.State));
    }

    [UnixFact]
    public async Task Terminate_ModeWait_DeliversTheImageAndEndsTheWaitingRequest()
    {
        _host.Variables["ImageGeneration__Shutdown__Mode"] = "wait";
        await using var process = CliProcess.StartWeb(_host);
        var (first, second) = await StartTwoAsync(process);

        process.Signal(Terminate);
        var watch = Stopwatch.StartNew();
        await AssertShuttingDownAsync(second);
        var runsOn = Assert.Single(_host.Simulator.Journal.Jobs).State;
        _clock.Advance(_runTime);

        using var answer = await first;
        var file = Path.Combine(_host.Folder, "first");
        await File.WriteAllBytesAsync(file, await answer.Content.ReadAsByteArrayAsync());
        Assert.Equal((HttpStatusCode.OK, (512, 512)), (answer.StatusCode, PngFile.Read(file)));
        await AssertExitAsync(process, watch);
        var job = Assert.Single(_host.Simulator.Journal.Jobs);
        Assert.Equal(
            (SimulatedJobState.Running, SimulatedJobState.Succeeded, false), (runsOn, job.State, job.CancelRequested));
    }

    [UnixFact]
    public async Task Terminate_ModeWaitAndTheJobOutlastsTheTimeout_CancelsIt()
    {
        _host.Variables["ImageGeneration__Shutdown__Mode"] = "wait";
        _host.Variables["ImageGeneration__Shutdown__Timeout"] = "00:00:00.1";
        await using var process = CliProcess.StartWeb(_host);
        var (first, second) = await StartTwoAsync(process);

        process.Signal(Terminate);
        var watch = Stopwatch.StartNew();

        await AssertShuttingDownAsync(first);
        await AssertShuttingDownAsync(second);
        await AssertExitAsync(process, watch);
        Assert.Equal(SimulatedJobState.Canceled, Assert.Single(_host.Simulator.Journal.Jobs).State);
    }

    /// <summary>Returns once the job of the first runs and the second waits for its permit.</summary>
    private async Task<(Task<HttpResponseMessage> First, Task<HttpResponseMessage> Second)> StartTwoAsync(CliProcess process)
    {
        var address = Address().Match(await process.ErrorUntilAsync("listens on")).Value;
        var first = _client.PostAsync(new Uri($"{address}/images/first"), null);
        await process.ErrorUntilAsync("first: Running");
        var second = _client.PostAsync(new Uri($"{address}/images/second"), null);
        await process.ErrorUntilAsync("second: WaitingForPermit");
        return (first, second);
    }

    private static async Task AssertShuttingDownAsync(Task<HttpResponseMessage> request)
    {
        using var answer = await request;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("shutting down", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static async Task AssertExitAsync(CliProcess process, Stopwatch watch)
    {
        var (output, error) = await process.EndAsync();
        Assert.True(process.ExitCode == 0, output + error);
        Assert.True(watch.Elapsed < _shutdownTimeout, $"It took {watch.Elapsed}.");
    }

    [GeneratedRegex("http://127[.]0[.]0[.]1:[0-9]+")]
    private static partial Regex Address();
}
