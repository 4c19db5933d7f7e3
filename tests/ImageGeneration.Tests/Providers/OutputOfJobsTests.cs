using ImageGeneration.Providers;
using ImageGeneration.Providers.Modal;
using ImageGeneration.Providers.RunPod;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ImageGeneration.Tests.Providers;

/// <summary>What each provider makes of an output: the images, what is told about them, and why there is none.</summary>
public sealed class OutputOfJobsTests
{
    private const string Png = ProviderTestBed.Png;

    private readonly ProviderTestBed _bed = new();

    public static TheoryData<string> All => ["replicate", "runpod", "modal"];

    [Theory]
    [MemberData(nameof(All))]
    public async Task Job_LinksBesideTheImage_OneImageAndAWarning(string provider)
    {
        var job = await ReadAsync(provider, """{"image":"https://b.test/a.png","model_url":"https://b.test/m"}""");

        Assert.Equal("https://b.test/a.png", Assert.Single(job.Images).Url?.ToString());
        Assert.Equal($"{provider}: 1 link(s) in the output that are no images were left out (model_url).", Assert.Single(job.Warnings));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Job_FourForOne_AreDeliveredWithAWarning(string provider)
    {
        var job = await ReadAsync(provider, """["https://b.test/1.png","https://b.test/2.png","https://b.test/3.png","https://b.test/4.png"]""");

        Assert.Equal(4, job.Images.Count);
        Assert.Contains("made 4 images instead of 1", Assert.Single(job.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Job_BytesUnderAnyName_AreFound(string provider)
    {
        var job = await ReadAsync(provider, $$"""{"foo":[{"bar":"{{Png}}"}]}""");

        Assert.Equal(Convert.FromBase64String(Png), Assert.Single(job.Images).Bytes?.ToArray());
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Job_TheOneImageFlagged_IsContentRejected(string provider)
    {
        var job = await ReadAsync(provider, """{"images":["https://b.test/a.png"],"nsfw_content_detected":[true]}""");

        Assert.Equal(FailureKind.ContentRejected, job.Failure?.Kind);
        Assert.StartsWith("Content policy violation", job.Failure!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Job_NoImage_NamesTheMembersAndNoValue(string provider)
    {
        var job = await ReadAsync(
            provider,
            """{"stage":{"note":"a red fox in the snow"},"files":[{"path":"weights.bin"},{"path":"b"}],"a red fox in the snow":1,"rpa_0123456789ABCDEFGHIJ":2}""");

        Assert.Equal(FailureKind.EmptyOutput, job.Failure?.Kind);
        Assert.Contains("its members: stage.note, files[].path, …", job.Failure!.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("fox", job.Failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("weights", job.Failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("rpa_", job.Failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"url":"s3://bucket/secret/a.png"}""", "an s3:// address in url")]
    [InlineData("""{"images":["gs://bucket/secret/a.png"]}""", "an gs:// address in images")]
    [InlineData("""{"files":[{"path":"/workspace/secret/a.png"}]}""", "a path on the worker in path")]
    [InlineData("""{"outputs":[{"filename":"secret_00001_.png","subfolder":""}]}""", "a path on the worker in filename")]
    [InlineData("""{"image":"file:///tmp/secret.webp"}""", "an file:// address in image")]
    public async Task Job_ImageThatCannotBeFetched_IsReported(string output, string where)
    {
        foreach (var provider in new[] { "replicate", "runpod", "modal" })
        {
            var job = await ReadAsync(provider, output);

            Assert.Contains($"its image is at {where}, which cannot be fetched", job.Failure!.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("secret", job.Failure.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("flux1")]
    [InlineData("mine")]
    [InlineData("https://api.runpod.ai/v2/mine")]
    public async Task RunPod_OutputNamedBySetting_IsReadThere(string key)
    {
        var job = await ReadAsync(
            "runpod", """{"image":"https://b.test/wrong.png","out":{"art":"https://b.test/a"}}""", runPod: options => options.Outputs[key] = "/out/art");

        Assert.Equal("https://b.test/a", Assert.Single(job.Images).Url?.ToString());
    }

    [Fact]
    public async Task Modal_OutputFieldNamedBySetting_IsReadThere()
    {
        var job = await ReadAsync("modal", """{"url":"https://b.test/wrong.png","art":"https://b.test/a"}""", modal: options => options.OutputField = "art");

        Assert.Equal("https://b.test/a", Assert.Single(job.Images).Url?.ToString());
    }

    [Theory]
    [InlineData("runpod", "ImageGeneration:RunPod:Outputs can name the member")]
    [InlineData("modal", "ImageGeneration:Modal:OutputField can name the member")]
    public async Task Job_NoImage_NamesTheSetting(string provider, string words) =>
        Assert.Contains(words, (await ReadAsync(provider, """{"foo":"https://b.test/a"}""")).Failure!.Message, StringComparison.Ordinal);

    [Fact]
    public void Validate_MemberThatIsNone_NamesTheSetting()
    {
        using var services = new ServiceCollection().AddImageGeneration(options =>
        {
            (options.RunPod.ApiKey, options.Modal.BaseUrl) = (ProviderTestBed.Key, new Uri("https://a.modal.run"));
            options.RunPod.Outputs["flux1"] = "/a//b";
            options.Modal.OutputField = "a/b";
        }).Services.BuildServiceProvider();

        var failure = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<ImageGenerationServiceOptions>>().Value);

        Assert.Contains("ImageGeneration:RunPod:Outputs:flux1 must be a member's name", failure.Message, StringComparison.Ordinal);
        Assert.Contains("ImageGeneration:Modal:OutputField must be a member's name", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PNG")]
    [InlineData("data:image/png;base64,PNG")]
    [InlineData("b'PNG'")]
    public async Task Modal_BytesAsPlainText_AreFound(string body)
    {
        _bed.On("POST", "https://acme--flux-generate.modal.run/", 200, body.Replace("PNG", Png, StringComparison.Ordinal), "text/plain");

        var job = await _bed.Modal().SubmitJobAsync(ProviderTestBed.Request("flux1"), default);

        Assert.Equal(Convert.FromBase64String(Png), Assert.Single(job.Images).Bytes?.ToArray());
    }

    [Fact]
    public async Task RunPod_WorkflowWithoutImages_IsExplained()
    {
        var job = await ReadAsync("runpod", """{"status":"success_no_images","images":[]}""");

        Assert.Equal(FailureKind.EmptyOutput, job.Failure?.Kind);
        Assert.Contains("Save Image node", job.Failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunPod_OnlyAHelperBesideAnError_IsTheError()
    {
        var job = await ReadAsync("runpod", $$"""{"preview":"{{Png}}","error":"node 9 failed"}""");

        Assert.Equal(FailureKind.JobFailed, job.Failure?.Kind);
        Assert.Contains("node 9 failed", job.Failure!.Message, StringComparison.Ordinal);
    }

    private Task<ProviderJob> ReadAsync(
        string provider, string output, Action<RunPodOptions>? runPod = null, Action<ModalOptions>? modal = null)
    {
        switch (provider)
        {
            case "replicate":
                _bed.On("GET", "https://api.replicate.com/v1/predictions/abc", 200, $$"""{"id":"abc","status":"succeeded","output":{{output}}}""");
                return _bed.Replicate().GetJobAsync(new("replicate", "abc", "owner/name"), default);
            case "runpod":
                _bed.On("GET", "https://api.runpod.ai/v2/mine/status/6f1a-u1", 200, $$"""{"id":"6f1a-u1","status":"COMPLETED","output":{{output}}}""");
                return _bed.RunPod(options =>
                {
                    options.Models["flux1"] = "mine";
                    runPod?.Invoke(options);
                }).GetJobAsync(new("runpod", "6f1a-u1", "mine"), default);
            default:
                _bed.On("POST", "https://acme--flux-generate.modal.run/", 200, output);
                return _bed.Modal(modal).SubmitJobAsync(ProviderTestBed.Request("flux1"), default);
        }
    }
}
