using System.Net;
using System.Text.Json;

namespace ImageGeneration.IntegrationTests.Simulator;

public sealed class ReplicateRefusalTests
{
    [Theory]
    [InlineData(SimulatorHarness.Schnell, null, """{"detail":"Authorization header required"}""")]
    [InlineData(SimulatorHarness.Schnell, "Bearer ", """{"detail":"Authorization header required"}""")]
    [InlineData(
        SimulatorHarness.Schnell,
        "Bearer other",
        """{"status":401,"detail":"Invalid or expired API token.","title":"Authentication required"}""")]
    [InlineData(
        "/v1/predictions",
        "Bearer other",
        """{"title":"Unauthenticated","detail":"You did not pass a valid authentication token","status":401}""")]
    [InlineData(
        "/v1/predictions",
        "test-key",
        """{"title":"Unauthenticated","detail":"You did not pass a valid authentication token","status":401}""")]
    [InlineData(
        "/v1/predictions",
        "Basic test-key",
        """{"title":"Unauthenticated","detail":"You did not pass a valid authentication token","status":401}""")]
    public async Task Key_MissingUnknownOrBare_Gets401(string path, string? key, string body)
    {
        await using var harness = await SimulatorHarness.StartAsync(options => options.ApiKeys.Add("test-key"));

        var answer = await harness.PostAsync(path, SimulatorHarness.FluxInput, key);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
        Assert.Equal(body, answer.Body.TrimEnd('\n'));
        Assert.StartsWith("application/problem+json", answer.Headers["Content-Type"], StringComparison.Ordinal);
        Assert.Equal(0, harness.Journal.JobsCreated);
    }

    [Theory]
    [InlineData("Bearer test-key")]
    [InlineData("Token test-key")]
    public async Task Key_UnderEitherScheme_IsAccepted(string key)
    {
        await using var harness = await SimulatorHarness.StartAsync(options => options.ApiKeys.Add("test-key"));

        Assert.Equal(HttpStatusCode.OK, (await harness.GetAsync("/v1/account", key)).Status);
    }

    [Theory]
    [InlineData("/v1/models/black-forest-labs/flux-1-schnell/predictions")]
    [InlineData("/v1/models/stability-ai/sdxl/predictions")]
    [InlineData("/v1/deployments/acme/unknown/predictions")]
    public async Task Create_OfWhatIsNotThere_Gets404(string path)
    {
        await using var harness = await SimulatorHarness.StartAsync();

        var answer = await harness.PostAsync(path, SimulatorHarness.FluxInput);

        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        Assert.Equal("The requested resource could not be found.", answer.Text("detail"));
    }

    [Theory]
    [InlineData("stability-ai/sdxl")]
    [InlineData("stability-ai/sdxl:latest")]
    [InlineData("black-forest-labs/flux-1-schnell")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    public async Task Create_WithAVersionThatDoesNotExist_Gets422(string version)
    {
        await using var harness = await SimulatorHarness.StartAsync();

        var answer = await harness.PostAsync("/v1/predictions", $$"""{"version":"{{version}}","input":{"prompt":"x"} }""");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Equal("Invalid version or not permitted", answer.Text("title"));
    }

    [Fact]
    public async Task Create_WithWrongInputs_NamesEachOfThem()
    {
        await using var harness = await SimulatorHarness.StartAsync();

        var answer = await harness.PostAsync(
            SimulatorHarness.Schnell,
            """{"input":{"num_inference_steps":28,"output_format":"jpeg","seed":1.5,"num_outputs":0,"width":512}}""");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Equal("Input validation failed", answer.Text("title"));
        Assert.Equal(
            [
                ("required", "input", "prompt is required"),
                ("number_gte", "input.num_outputs", "Must be greater than or equal to 1"),
                ("invalid_type", "input.seed", "Invalid type. Expected: integer, given: number"),
                ("enum", "input.output_format", "output_format must be one of the following: \"webp\", \"jpg\", \"png\""),
                ("number_lte", "input.num_inference_steps", "Must be less than or equal to 4"),
            ],
            Fields(answer));
        Assert.StartsWith("- input: prompt is required\n- input.num_outputs:", answer.Text("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_WithUnknownMembers_NamesThem()
    {
        await using var harness = await SimulatorHarness.StartAsync();

        var answer = await harness.PostAsync("/v1/predictions", """{"model":"black-forest-labs/flux-schnell","input":{"prompt":"x"} }""");

        Assert.Equal(
            [
                ("required", "", "version is required"),
                ("additional_property_not_allowed", "", "Additional property model is not allowed"),
            ],
            Fields(answer));
    }

    [Fact]
    public async Task Create_ByModelWithAVersion_IsRefused()
    {
        await using var harness = await SimulatorHarness.StartAsync();

        var answer = await harness.PostAsync(SimulatorHarness.Schnell, """{"version":"x","input":{"prompt":"x"} }""");

        Assert.Equal("Additional property version is not allowed", Assert.Single(Fields(answer)).Description);
    }

    [Theory]
    [InlineData("""{"input":[]}""", "input", "Invalid type. Expected: object, given: array")]
    [InlineData("""{"input":{"prompt":"x"},"stream":"yes"}""", "stream", "Invalid type. Expected: boolean, given: string")]
    [InlineData(
        """{"input":{"prompt":"x"},"webhook_events_filter":"completed"}""",
        "webhook_events_filter",
        "Invalid type. Expected: array, given: string")]
    public async Task Create_WithAMemberOfTheWrongType_NamesIt(string body, string field, string description)
    {
        await using var harness = await SimulatorHarness.StartAsync();

        var answer = await harness.PostAsync(SimulatorHarness.Schnell, body);

        Assert.Equal(("invalid_type", field, description), Assert.Single(Fields(answer)));
    }

    [Fact]
    public async Task Create_WithAnAddressThatIsNone_NamesIt()
    {
        await using var harness = await SimulatorHarness.StartAsync();

        var answer = await harness.PostAsync("/v1/predictions", Sdxl("a cat"));
        var data = await harness.PostAsync("/v1/predictions", Sdxl($"data:image/png;base64,{new string('A', 100_000)}"));

        Assert.Equal(("format", "input.image", "Does not match format 'uri'"), Assert.Single(Fields(answer)));
        Assert.Equal(HttpStatusCode.Created, data.Status);

        static string Sdxl(string image) => $$"""{"version":"{{SimulatorHarness.SdxlVersion}}","input":{"image":"{{image}}"} }""";
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("""{"input":{"prompt":"\ud800"}}""")]
    [InlineData("""{"input":{"prompt":"x","\udc00":[]}}""")]
    public async Task Create_WithoutAnObject_Gets400(string body)
    {
        await using var harness = await SimulatorHarness.StartAsync();

        Assert.Equal(HttpStatusCode.BadRequest, (await harness.PostAsync(SimulatorHarness.Schnell, body)).Status);
    }

    [Fact]
    public async Task Create_WithBytesThatAreNoText_Gets400()
    {
        await using var harness = await SimulatorHarness.StartAsync();
        using var content = new ByteArrayContent([.. "{\"input\":{\"prompt\":\""u8, 0xFF, 0xFE, .. "\"}}"u8]);
        using var request = new HttpRequestMessage(HttpMethod.Post, SimulatorHarness.Schnell) { Content = content };
        request.Headers.Add("Authorization", "Bearer test-key");

        using var response = await harness.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Create_OverTheLimit_Gets429UntilTokensComeBack()
    {
        await using var harness = await SimulatorHarness.StartAsync(options => options.Replicate.CreatesPerMinute = 2);
        await harness.CreateAsync();
        await harness.CreateAsync();

        var refused = await harness.PostAsync(SimulatorHarness.Schnell, SimulatorHarness.FluxInput);
        harness.Clock.Advance(TimeSpan.FromSeconds(30));
        var accepted = await harness.PostAsync(SimulatorHarness.Schnell, SimulatorHarness.FluxInput);

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.Status);
        Assert.Equal("Request was throttled. Your rate limit resets in ~30s.", refused.Text("detail"));
        Assert.Equal(30, refused["retry_after"].GetInt32());
        Assert.Equal(HttpStatusCode.Created, accepted.Status);
        Assert.Equal(3, harness.Journal.JobsCreated);
    }

    [Fact]
    public async Task Poll_OfAnUnknownId_Gets404()
    {
        await using var harness = await SimulatorHarness.StartAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await harness.PollAsync("nothing")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await harness.GetAsync("/v1/nothing")).Status);
    }

    private static List<(string Type, string Field, string Description)> Fields(Answer answer) =>
        [
            .. answer["invalid_fields"].EnumerateArray()
                .Select(field => (Member(field, "type"), Member(field, "field"), Member(field, "description"))),
        ];

    private static string Member(JsonElement value, string name) => value.GetProperty(name).GetString()!;
}
