using System.Text.Json;
using ImageGeneration.Providers;

namespace ImageGeneration.Tests.Providers.Replicate;

public sealed class ReplicateSubmitTests
{
    private const string Schnell = "https://api.replicate.com/v1/models/black-forest-labs/flux-schnell/predictions";
    private const string Version = "39ed52f2a78e934b3ba6e2a89f5b1c712de7dfea535525255b1aa35c5565e08b";
    private const string Created = """{"id":"abc123","status":"starting","urls":{"get":"https://api.replicate.com/v1/predictions/abc123"}}""";

    private readonly ProviderTestBed _bed = new();

    [Fact]
    public async Task Submit_Schnell_SendsItsFieldsOnly()
    {
        _bed.On("POST", Schnell, 201, Created);
        var request = ProviderTestBed.Request("black-forest-labs/flux-schnell") with
        {
            NegativePrompt = "blurry",
            GuidanceScale = 7,
            AspectRatio = "16:9",
            Megapixels = "1",
            Count = 3,
            Steps = 4,
            Seed = 42,
            Format = ImageFormat.Jpeg,
        };

        var job = await _bed.Replicate().SubmitJobAsync(request, default);

        Assert.Equal(
            """{"input":{"prompt":"a red fox in the snow","aspect_ratio":"16:9","megapixels":"1","num_outputs":3,"num_inference_steps":4,"seed":42,"output_format":"jpg"}}""",
            _bed.Last.Body);
        Assert.Equal(JobStatus.Queued, job.Status);
        Assert.Equal(
            new JobReference("replicate", "abc123", "black-forest-labs/flux-schnell", Count: 3),
            job.Reference);
    }

    [Fact]
    public async Task Submit_Sdxl_GoesByVersionWithTheVersionIdOnly()
    {
        _bed.On("POST", "https://api.replicate.com/v1/predictions", 201, Created);
        var request = ProviderTestBed.Request("stability-ai/sdxl:" + Version, "sdxl") with
        {
            NegativePrompt = "blurry",
            GuidanceScale = 7.5,
            Steps = 30,
            Width = 768,
        };

        await _bed.Replicate().SubmitJobAsync(request, default);

        Assert.Equal(
            $$"""{"version":"{{Version}}","input":{"prompt":"a red fox in the snow","negative_prompt":"blurry","width":768,"height":1024,"num_inference_steps":30,"guidance_scale":7.5""" + "}}",
            _bed.Last.Body);
    }

    [Theory]
    [InlineData("acme/thing", "models/acme/thing/predictions", null)]
    [InlineData("acme/thing:latest", "models/acme/thing/predictions", null)]
    [InlineData("acme/thing:Latest", "models/acme/thing/predictions", null)]
    [InlineData("acme/thing:", "models/acme/thing/predictions", null)]
    [InlineData("stability-ai/sdxl:latest", "predictions", Version)]
    [InlineData("stability-ai/sdxl:39ed52f2", "predictions", Version)]
    [InlineData("black-forest-labs/flux-1-schnell:latest", "models/black-forest-labs/flux-schnell/predictions", null)]
    [InlineData("https://replicate.com/acme/thing", "models/acme/thing/predictions", null)]
    [InlineData("https://replicate.com/acme/thing/versions/" + Version, "predictions", Version)]
    [InlineData("r8.im/acme/thing@sha256:" + Version, "predictions", Version)]
    [InlineData("acme/thing:0123456789ABCDEF", "predictions", "0123456789ABCDEF")]
    [InlineData(Version, "predictions", Version)]
    [InlineData("stability-ai/sdxl", "predictions", Version)]
    [InlineData("deployments/acme/thing", "deployments/acme/thing/predictions", null)]
    [InlineData("black-forest-labs/flux-1-schnell", "models/black-forest-labs/flux-schnell/predictions", null)]
    public async Task Submit_KindsOfId_TakeTheirRoute(string modelId, string path, string? version)
    {
        _bed.On("POST", "https://api.replicate.com/v1/" + path, 201, Created);

        var job = await _bed.Replicate().SubmitJobAsync(ProviderTestBed.Request(modelId), default);

        Assert.Null(job.Failure);
        using var body = JsonDocument.Parse(_bed.Last.Body);
        Assert.Equal(version, body.RootElement.TryGetProperty("version", out var sent) ? sent.GetString() : null);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("acme/thing:main")]
    [InlineData("acme/thing:v2")]
    [InlineData("acme/thing:abc")]
    [InlineData("stability-ai/sdxl:1.0")]
    public async Task Submit_IdThatIsNone_IsUnsupportedAndNamesTheSetting(string id)
    {
        var job = await _bed.Replicate(options => options.Models["flux1"] = id).SubmitJobAsync(ProviderTestBed.Request(id), default);

        Assert.Equal(FailureKind.Unsupported, job.Failure?.Kind);
        Assert.Contains("ImageGeneration:Replicate:Models:flux1", job.Failure!.Message, StringComparison.Ordinal);
        Assert.Empty(_bed.Sent);
    }

    [Fact]
    public async Task Submit_LoraModel_SendsWeightsAndASecondOneAsExtra()
    {
        _bed.On("POST", "https://api.replicate.com/v1/models/black-forest-labs/flux-dev-lora/predictions", 201, Created);
        var request = ProviderTestBed.Request("black-forest-labs/flux-dev-lora") with
        {
            GuidanceScale = 3,
            LoraWeights = [new("acme/style", 0.8), new("https://x.test/a.safetensors", -1)],
        };

        await _bed.Replicate().SubmitJobAsync(request, default);

        Assert.Equal(
            """{"input":{"prompt":"a red fox in the snow","guidance":3,"lora_weights":"acme/style","lora_scale":0.8,"extra_lora":"https://x.test/a.safetensors","extra_lora_scale":-1}}""",
            _bed.Last.Body);
    }

    [Fact]
    public async Task Submit_Pro11_AsksForACustomSize()
    {
        _bed.On("POST", "https://api.replicate.com/v1/models/black-forest-labs/flux-1.1-pro/predictions", 201, Created);

        await _bed.Replicate().SubmitJobAsync(ProviderTestBed.Request("black-forest-labs/flux-1.1-pro") with { Width = 1440, Height = 960 }, default);

        Assert.Equal("""{"input":{"prompt":"a red fox in the snow","width":1440,"height":960,"aspect_ratio":"custom"}}""", _bed.Last.Body);
    }

    [Theory]
    [InlineData("black-forest-labs/flux-kontext-pro", """{"prompt":"a red fox in the snow","aspect_ratio":"1:1","seed":1,"output_format":"jpg"}""")]
    [InlineData("black-forest-labs/flux-kontext-max", """{"prompt":"a red fox in the snow","aspect_ratio":"1:1","seed":1,"output_format":"jpg"}""")]
    [InlineData("black-forest-labs/flux-kontext-dev", """{"prompt":"a red fox in the snow","aspect_ratio":"1:1","num_inference_steps":20,"guidance":3,"seed":1,"output_format":"jpg"}""")]
    [InlineData("black-forest-labs/flux-1.1-pro-ultra", """{"prompt":"a red fox in the snow","aspect_ratio":"1:1","seed":1,"output_format":"jpg"}""")]
    [InlineData("black-forest-labs/flux-dev", """{"prompt":"a red fox in the snow","aspect_ratio":"1:1","megapixels":"1","num_inference_steps":20,"guidance":3,"seed":1,"output_format":"jpg"}""")]
    [InlineData("stability-ai/sdxl", """{"prompt":"a red fox in the snow","negative_prompt":"n","width":1024,"height":1024,"num_inference_steps":20,"guidance_scale":3,"seed":1}""")]
    [InlineData("nightmareai/real-esrgan", "{}")]
    public async Task Submit_EachFamily_SendsItsFieldsOnly(string modelId, string input)
    {
        _bed.On("POST", "https://api.replicate.com/v1/*", 201, Created);
        var request = ProviderTestBed.Request(modelId) with
        {
            NegativePrompt = "n",
            AspectRatio = "1:1",
            Megapixels = "1",
            Steps = 20,
            GuidanceScale = 3,
            Seed = 1,
            Format = ImageFormat.Jpeg,
        };

        await _bed.Replicate().SubmitJobAsync(request, default);

        using var body = JsonDocument.Parse(_bed.Last.Body);
        Assert.Equal(input, body.RootElement.GetProperty("input").GetRawText());
    }

    [Fact]
    public async Task Submit_Extras_ReplaceAndAdd()
    {
        _bed.On("POST", Schnell, 201, Created);
        using var extras = JsonDocument.Parse("""{"seed":7,"go_fast":false,"nested":{"a":[1,null]}}""");

        await _bed.Replicate().SubmitJobAsync(ProviderTestBed.Request("black-forest-labs/flux-schnell") with { Seed = 42, Extras = extras.RootElement }, default);

        Assert.Equal("""{"input":{"prompt":"a red fox in the snow","seed":7,"go_fast":false,"nested":{"a":[1,null]}}}""", _bed.Last.Body);
    }

    [Theory]
    [InlineData(0.5, "5s")]
    [InlineData(61.2, "62s")]
    [InlineData(1e7, "86400s")]
    public async Task Submit_TimeLimit_IsHeldByTheProvider(double seconds, string header)
    {
        _bed.On("POST", Schnell, 201, Created);

        await _bed.Replicate().SubmitJobAsync(ProviderTestBed.Request("black-forest-labs/flux-schnell") with { TimeLimit = TimeSpan.FromSeconds(seconds) }, default);

        Assert.Equal(header, _bed.Last.Headers["Cancel-After"]);
    }

    [Fact]
    public async Task Submit_Headers_AreThoseOfTheApi()
    {
        _bed.On("POST", Schnell, 201, Created);

        await _bed.Replicate(o => o.SyncWait = TimeSpan.FromSeconds(9.2)).SubmitJobAsync(ProviderTestBed.Request("black-forest-labs/flux-schnell"), default);

        Assert.Equal("Bearer " + ProviderTestBed.Key, _bed.Last.Headers["Authorization"]);
        Assert.Equal("application/json", _bed.Last.Headers["Accept"]);
        Assert.Equal("wait=10", _bed.Last.Headers["Prefer"]);
        Assert.Matches("^ImageGeneration/[0-9]", _bed.Last.Headers["User-Agent"]);
        Assert.False(_bed.Last.Headers.ContainsKey("Cancel-After"));
    }

    [Fact]
    public async Task Submit_ForeignStatusUrl_IsNotKept()
    {
        _bed.On("POST", Schnell, 201, """{"id":"abc123","status":"starting","urls":{"get":"https://evil.test/v1/predictions/abc123"}}""");

        var job = await _bed.Replicate().SubmitJobAsync(ProviderTestBed.Request("black-forest-labs/flux-schnell"), default);

        Assert.Null(job.Reference!.StatusUri);
        Assert.Equal(2001, Assert.Single(_bed.Logs.GetSnapshot()).Id.Id);
    }

    [Theory]
    [InlineData("https://api.replicate.com/v1/predictions/abc123", null)]
    [InlineData("https://api.replicate.com/v1/predictions/abc123?part=2", "https://api.replicate.com/v1/predictions/abc123?part=2")]
    [InlineData("https://api.replicate.com/v2/predictions/abc123", "https://api.replicate.com/v2/predictions/abc123")]
    public async Task Submit_StatusUrl_IsKeptWhereItDoesNotFollowFromTheId(string told, string? kept)
    {
        _bed.On("POST", Schnell, 201, $$$"""{"id":"abc123","status":"starting","urls":{"get":"{{{told}}}"}}""");

        var job = await _bed.Replicate().SubmitJobAsync(ProviderTestBed.Request("black-forest-labs/flux-schnell"), default);

        Assert.Equal(kept, job.Reference!.StatusUri?.AbsoluteUri);
    }

    [Theory]
    [InlineData("""{"id":"abc123","status":"starting"}""", "https://api.replicate.com/v1/predictions/abc123", true)]
    [InlineData("""{"id":"abc123","status":"starting"}""", "/v1/predictions/abc123", true)]
    [InlineData("""{"id":"abc123","stat""", "/v1/predictions/abc123", true)]
    [InlineData("""{"id":"abc123","status":"starting","urls":{"get":"https://api.replicate.com/v1/predictions/abc123"}}""", "/v1/predictions/other", false)]
    [InlineData("""{"id":"abc123","status":"starting"}""", "https://evil.test/v1/predictions/abc123", false)]
    [InlineData("""{"id":"abc123","status":"starting"}""", "/v1/account", false)]
    public async Task Submit_LocationHeader_IsUsedAndNeverNeeded(string body, string location, bool used)
    {
        _bed.On("POST", Schnell, 201, body, "application/json", ("Location", location));

        var job = await _bed.Replicate().SubmitJobAsync(ProviderTestBed.Request("black-forest-labs/flux-schnell"), default);

        Assert.Equal("abc123", job.Reference?.Id);
        Assert.Equal(used ? "https://api.replicate.com/v1/predictions/abc123" : null, job.Reference?.StatusUri?.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"id":null,"status":"starting"}""")]
    [InlineData("""{"id":1.5,"status":"starting"}""")]
    [InlineData("""{"id":"..","status":"starting"}""")]
    [InlineData("""{"id":"ab""")]
    [InlineData("""{"input":{"id":"abc"},"id":"ab""")]
    [InlineData("<html>all is well</html>")]
    public async Task Submit_SuccessWithoutId_IsUnknownOutcome(string body)
    {
        _bed.On("POST", Schnell, 201, body);

        var job = await _bed.Replicate().SubmitJobAsync(ProviderTestBed.Request("black-forest-labs/flux-schnell"), default);

        Assert.Equal(JobStatus.Failed, job.Status);
        Assert.Equal(FailureKind.UnknownOutcome, job.Failure?.Kind);
        Assert.Equal(201, job.Failure?.StatusCode);
        Assert.Null(job.Reference);
    }

    [Theory]
    [InlineData("""{"id":"abc123","stat""")]
    [InlineData("""{"input":{"prompt":"p"},"id":"abc123","urls":{"get":"https://api""")]
    public async Task Submit_AnswerThatBreaksOffAfterTheId_IsTheJob(string body)
    {
        _bed.On("POST", Schnell, 201, body);

        var job = await _bed.Replicate().SubmitJobAsync(ProviderTestBed.Request("black-forest-labs/flux-schnell"), default);

        Assert.Null(job.Failure);
        Assert.Equal((false, "abc123"), (job.IsTerminal, job.Reference?.Id));
    }

    [Fact]
    public async Task Submit_PromptsOfAnyScriptAndBrokenSurrogates_AreWritten()
    {
        _bed.On("POST", Schnell, 201, Created);

        await _bed.Replicate().SubmitJobAsync(ProviderTestBed.Request("black-forest-labs/flux-schnell") with { Prompt = "狐 \"ö\" \ud83e\udd8a \ud800" }, default);

        using var body = JsonDocument.Parse(_bed.Last.Body);
        Assert.Equal("狐 \"ö\" \ud83e\udd8a \ufffd", body.RootElement.GetProperty("input").GetProperty("prompt").GetString());
    }
}
