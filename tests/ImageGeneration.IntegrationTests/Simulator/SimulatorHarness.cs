using System.Text;
using ImageGeneration.Simulator;
using ImageGeneration.Tests.Time;

namespace ImageGeneration.IntegrationTests.Simulator;

/// <summary>A simulator on a fake clock, and a client that knows a key.</summary>
internal sealed class SimulatorHarness : IAsyncDisposable
{
    public const string Schnell = "/v1/models/black-forest-labs/flux-schnell/predictions";
    public const string FluxInput = """{"input":{"prompt":"a red fox","seed":42}}""";
    public const string SdxlVersion = "39ed52f2a78e934b3ba6e2a89f5b1c712de7dfea535525255b1aa35c5565e08b";

    /// <summary>When a flux-schnell prediction is over: the queue's 150 ms and a run of 1.2 s.</summary>
    public static readonly TimeSpan SchnellTime = TimeSpan.FromMilliseconds(1350);

    private SimulatorHarness(ImageProviderSimulator simulator, StepClock clock)
    {
        Simulator = simulator;
        Clock = clock;
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = simulator.BaseUri };
    }

    public ImageProviderSimulator Simulator { get; }

    public StepClock Clock { get; }

    public HttpClient Client { get; }

    public SimulatorJournal Journal => Simulator.Journal;

    public static async Task<SimulatorHarness> StartAsync(Action<SimulatorOptions>? configure = null)
    {
        var clock = new StepClock();
        var options = new SimulatorOptions { TimeProvider = clock, RandomSeed = 7 };
        configure?.Invoke(options);
        return new SimulatorHarness(await ImageProviderSimulator.StartAsync(options), clock);
    }

    public Task<Answer> GetAsync(string path, string? key = "Bearer test-key") => SendAsync(HttpMethod.Get, path, body: null, key);

    public Task<Answer> PostAsync(
        string path, string? body = null, string? key = "Bearer test-key", params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, path, body, key, headers);

    public async Task<Answer> SendAsync(
        HttpMethod method, string path, string? body, string? key, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", key);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        using var response = await Client.SendAsync(request);
        return await Answer.ReadAsync(response);
    }

    /// <summary>Creates a flux-schnell prediction and returns its id.</summary>
    public async Task<string> CreateAsync(string body = FluxInput, params (string Name, string Value)[] headers) =>
        (await PostAsync(Schnell, body, headers: headers)).Text("id")!;

    public Task<Answer> PollAsync(string id) => GetAsync($"/v1/predictions/{id}");

    /// <summary>Returns once the simulator waits for the clock: until then an advance would come too early.</summary>
    public async Task UntilItWaitsAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (Clock.ScheduledTimers == 0)
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    /// <summary>Moves the clock on until something ends that also takes its way through sockets.</summary>
    public async Task AdvanceUntilAsync(Task task)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (!task.IsCompleted)
        {
            limit.Token.ThrowIfCancellationRequested();
            Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Simulator.DisposeAsync();
    }
}
