using System.IO.Compression;
using System.Net.Http.Headers;

namespace ImageGeneration.IntegrationTests.Simulator;

public sealed class ReplicateEdgeTests
{
    [Fact]
    public async Task Answers_OfEachRoute_NameTheRayAndThoseOfPredictionsTheCluster()
    {
        await using var harness = await SimulatorHarness.StartAsync();

        var created = await harness.PostAsync(SimulatorHarness.Schnell, SimulatorHarness.FluxInput);
        var read = await harness.GetAsync($"/v1/predictions/{created.Text("id")}");
        var refused = await harness.GetAsync("/v1/account", key: null);

        Assert.Equal("coreweave-us", created.Headers["replicate-target-cluster"]);
        Assert.Equal("services-aws-us-west-2", created.Headers["replicate-edge-cluster"]);
        Assert.False(read.Headers.ContainsKey("replicate-target-cluster"));
        Assert.All([created, read, refused], answer => Assert.Matches("^[0-9a-f]{16}-[A-Z]{3}$", answer.Headers["cf-ray"]));
    }

    [Fact]
    public async Task Answers_ToWhoAcceptsGzip_AreCompressedWhereSet()
    {
        await using var harness = await SimulatorHarness.StartAsync(options => options.Replicate.Compress = true);

        var plain = await harness.GetAsync("/v1/account");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/account");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "test-key");
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip"));
        using var response = await harness.Client.SendAsync(request);

        Assert.Equal("gzip", Assert.Single(response.Content.Headers.ContentEncoding));
        await using var gzip = new GZipStream(await response.Content.ReadAsStreamAsync(), CompressionMode.Decompress);
        using var reader = new StreamReader(gzip);
        Assert.Equal(plain.Body, await reader.ReadToEndAsync());
        Assert.False(plain.Headers.ContainsKey("Content-Encoding"));
    }
}
