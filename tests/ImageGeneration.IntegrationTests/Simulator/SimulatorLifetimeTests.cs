using System.Net;
using System.Net.Sockets;
using ImageGeneration.Simulator;

namespace ImageGeneration.IntegrationTests.Simulator;

public sealed class SimulatorLifetimeTests
{
    [Fact]
    public async Task Start_OfTwo_GivesEachPortsOfItsOwnOnLoopback()
    {
        await using var one = await ImageProviderSimulator.StartAsync();
        await using var other = await ImageProviderSimulator.StartAsync();

        Uri[] hosts = [one.BaseUri, one.OutputBaseUri, other.BaseUri, other.OutputBaseUri];

        Assert.Equal(4, hosts.Select(host => host.Port).Distinct().Count());
        Assert.All(hosts, host => Assert.Equal("127.0.0.1", host.Host));
        Assert.Equal(new Uri(one.BaseUri, "v1"), one.ReplicateBaseUrl);
        Assert.Equal(new Uri(one.BaseUri, "v2"), one.RunPodBaseUrl);
    }

    [Fact]
    public async Task Start_OnAPortInUse_Throws()
    {
        await using var one = await ImageProviderSimulator.StartAsync();

        await Assert.ThrowsAsync<IOException>(
            () => ImageProviderSimulator.StartAsync(new SimulatorOptions { Port = one.BaseUri.Port }));
    }

    [Fact]
    public async Task Stop_WithAHangingRequest_DropsItAndKeepsTheJournal()
    {
        var harness = await SimulatorHarness.StartAsync();
        harness.Simulator.Faults.Add(new FaultRule { Effect = FaultEffect.HangAfterAccept });
        var hanging = harness.PostAsync(SimulatorHarness.Schnell, SimulatorHarness.FluxInput);
        while (harness.Journal.JobsCreated == 0)
        {
            await Task.Yield();
        }

        await harness.Simulator.StopAsync();
        await Assert.ThrowsAsync<HttpRequestException>(() => hanging);
        using var socket = new TcpClient();

        await Assert.ThrowsAnyAsync<SocketException>(() => socket.ConnectAsync("127.0.0.1", harness.Simulator.BaseUri.Port));
        Assert.Equal(1, harness.Journal.JobsCreated);
        await harness.DisposeAsync();
    }

    [Theory]
    [InlineData(204)]
    [InlineData(205)]
    [InlineData(304)]
    public async Task Answer_WithoutABody_LeavesTheConnectionOpen(int status)
    {
        await using var harness = await SimulatorHarness.StartAsync();
        harness.Simulator.Faults.Add(new FaultRule { Phase = RequestPhase.Lookup, Effect = FaultEffect.Status(status, "{}") });

        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(status, (int)(await harness.GetAsync("/v1/account")).Status);
            Assert.Equal(HttpStatusCode.Created, (await harness.PostAsync(SimulatorHarness.Schnell, SimulatorHarness.FluxInput)).Status);
        }
    }

    [Fact]
    public async Task Faults_Cleared_LeaveTheConnectionOpen()
    {
        await using var harness = await SimulatorHarness.StartAsync();

        for (var i = 0; i < 20; i++)
        {
            await harness.SendAsync(HttpMethod.Delete, "/__simulator/faults", body: null, key: null);
            await harness.PostAsync(SimulatorHarness.Schnell, SimulatorHarness.FluxInput);
        }

        Assert.Equal(20, harness.Journal.JobsCreated);
    }

    [Fact]
    public async Task Clients_InLargeNumbers_AreAllServed()
    {
        await using var harness = await SimulatorHarness.StartAsync(options => options.Latency = SimulatorLatency.None);

        await Parallel.ForAsync(0, 500, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (_, _) =>
        {
            var answer = await harness.PollAsync(await harness.CreateAsync());
            Assert.Equal("succeeded", answer.Text("status"));
        });

        Assert.Equal(500, harness.Journal.JobsCreated);
        Assert.Equal(500, harness.Journal.Jobs.Select(job => job.Id).Distinct().Count());
        Assert.Equal(500 * 0.003m, harness.Journal.BilledUsd);
    }
}
