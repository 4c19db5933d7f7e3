using System.Net;
using ImageGeneration.Providers;
using ImageGeneration.Providers.Modal;
using ImageGeneration.Tests.Fakes;

namespace ImageGeneration.Tests.Providers;

/// <summary>What Python's json module and other writers take for JSON.</summary>
public sealed class PythonJsonTests
{
    public static TheoryData<string> Additions =>
    [
        "\"x\":NaN", "\"x\":Infinity", "\"x\":-Infinity", "\"x\": NaN", "\"x\":[NaN,-Infinity,1]", "\"x\":{\"y\":{\"z\":Infinity}}", "\"cost\":NaN", "\"seed\":NaN",
        "\"executionTime\":Infinity", "\"metrics\":{\"predict_time\":NaN}", "\"x\":-inf", "\"x\":nan", "\"x\":None,\"y\":True,\"z\":False", "\"x\":undefined", "\"x\":NULL,\"y\":Null", "\"x\":[NaT,-NaN]",
        "\"x\":\"a\nb\tc\u0001d\"", "\"x\":\"C:\\models\\x\"", "\"x\":[1,2,]", "\"x\":{\"y\":1,}", "\"x\":1 /* a \"comment\" */", "\"x\":1 // a comment\n",
        "\"x\":1,\"x\":2", "\"x\":\"NaN\",\"y\":NaN", "\"x\":\"\\\"NaN\",\"y\":[NaN]",
    ];

    [Theory]
    [MemberData(nameof(Additions))]
    public async Task Read_MemberThatIsNoJson_KeepsTheImage(string addition)
    {
        Assert.Equal(JobStatus.Succeeded, (await ReadAsync("replicate", $$"""{"id":"a",{{addition}},"status":"succeeded","output":["https://r.test/a.png"]}""")).Status);
        Assert.Equal(JobStatus.Succeeded, (await ReadAsync("runpod", $$$"""{"id":"a",{{{addition}}},"status":"COMPLETED","output":{"image":"PNG",{{{addition}}}}}""")).Status);
        Assert.Equal(JobStatus.Succeeded, (await ReadAsync("modal", $$"""{{{addition}},"image":"PNG"}""")).Status);
    }

    [Theory]
    [InlineData("NaN")]
    [InlineData("-Infinity")]
    [InlineData("[1,Infinity,]")]
    public async Task Read_DocumentInAText_IsMendedToo(string value)
    {
        var job = await ReadAsync("runpod", $$"""{"id":"a","status":"COMPLETED","output":"{\"score\":{{value}},\"image\":\"PNG\",\"info\":\"{\\\"x\\\":{{value}},\\\"all_seeds\\\":[7]}\"}"}""");

        Assert.Equal(7, Assert.Single(job.Images).Seed);
    }

    [Fact]
    public async Task Read_ErrorInATextWithNaN_IsReadAsWhatItIs()
    {
        var job = await ReadAsync("runpod", """{"id":"a","status":"FAILED","error":"{\"error_message\":\"CUDA failed\",\"loss\":NaN}"}""");

        Assert.Contains("CUDA failed", job.Failure!.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("loss", job.Failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Read_LargeDocument_IsMendedAroundItsLongTexts(bool afterThePicture)
    {
        var picture = "\"image\":\"" + ProviderTestBed.Png.Replace("==", new string('A', 1_600_000), StringComparison.Ordinal) + "\"";
        var body = afterThePicture ? $"{{{picture},\"score\":NaN}}" : $"{{\"score\":NaN,\"note\":\"a\nb\",{picture}}}";

        Assert.True(Assert.Single((await ReadAsync("modal", body)).Images).Bytes!.Value.Length > 1_000_000);
    }

    /// <summary>What a handler makes with <c>json.dumps</c>, blanks included, may be as large as any picture.</summary>
    [Theory]
    [InlineData("runpod")]
    [InlineData("modal")]
    public async Task Read_LargeDocumentInAText_IsRead(string provider)
    {
        var picture = ProviderTestBed.Png.Replace("==", new string('A', 6_000_000), StringComparison.Ordinal);
        var inner = "{\\\"score\\\": NaN, \\\"images\\\": [\\\"" + picture + "\\\"]}";

        var job = await ReadAsync(provider, provider == "runpod" ? $$"""{"id":"a","status":"COMPLETED","output":"{{inner}}"}""" : $"\"{inner}\"");

        Assert.True(Assert.Single(job.Images).Bytes!.Value.Length > 4_000_000);
    }

    [Fact]
    public async Task Read_ByteOrderMarkBeforeNaN_IsRead() =>
        Assert.Single((await ReadAsync("modal", "\uFEFF \n{\"x\":NaN,\"image\":\"PNG\"}")).Images);

    [Theory]
    [InlineData("""{"error":"[Errno None] no such file"}""", "[Errno None] no such file")]
    [InlineData("""{"error":"NaN in the latents","loss":NaN}""", "NaN in the latents")]
    [InlineData("""{"error":"{None of it is JSON","loss":NaN}""", "{None of it is JSON")]
    public async Task Read_WordsInATextOfAnError_StayAsTheyAre(string body, string expected) =>
        Assert.Contains(expected, (await ReadAsync("modal", body)).Failure!.Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("replicate", "{\"id\":\"a\",\"status\":\"succeeded\",\"output\":[")]
    [InlineData("replicate", "{'id': 'a', 'status': 'succeeded'}")]
    [InlineData("replicate", "OK")]
    [InlineData("replicate", "<html>maintenance</html>")]
    [InlineData("replicate", "{\"id\":\"a\"}")]
    [InlineData("replicate", "")]
    [InlineData("runpod", "{\"id\":\"a\",\"status\":\"COMPLETED\",\"output\":{\"image\":NotANumber}}")]
    [InlineData("runpod", "{\"id\":\"a\",\"output\":{}}")]
    [InlineData("runpod", "[[[[")]
    [InlineData("modal", "{\"image\":NotANumber}")]
    [InlineData("modal", "<html>maintenance</html>")]
    [InlineData("modal", "null")]
    [InlineData("modal", "{}")]
    public async Task Generate_ReadsStayUnreadable_EndSoonWithTheirOwnWordsAndCancel(string provider, string body)
    {
        var wire = Accepting(provider, _ => WireApplication.Json(body));

        var failure = await wire.FailAsync();

        Assert.InRange(wire.Elapsed.TotalSeconds, 0, 60);
        Assert.InRange(Reads(wire), 3, 5);
        Assert.Contains("answered 200", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("queue", failure.Message, StringComparison.OrdinalIgnoreCase);
        Assert.NotEmpty(wire.SentTo("POST", provider == "runpod" ? "/cancel/a" : "/a/cancel"));
        Assert.Single(Submits(wire));
    }

    [Theory]
    [InlineData("replicate")]
    [InlineData("runpod")]
    [InlineData("modal")]
    public async Task Generate_SomeReadsUnreadable_WaitsForTheImage(string provider)
    {
        var reads = 0;
        var wire = Accepting(provider, _ => WireApplication.Json(++reads % 5 != 0 && reads < 14 ? "<html>a proxy</html>" : reads < 14 ? Working(provider) : Done(provider)));

        Assert.Single((await wire.GenerateAsync()).Images);
    }

    /// <summary>A short clock must not blame the queue for what cannot be read.</summary>
    [Fact]
    public async Task Generate_QueueClockEndsWhileNothingCanBeRead_SaysThat()
    {
        var wire = Accepting("runpod", _ => WireApplication.Json("{\"id\":"), options => options.RunPod.Jobs.QueueTimeout = TimeSpan.FromSeconds(2));

        var failure = await wire.FailAsync();

        Assert.Contains("is not JSON", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("QueueTimeout", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Generate_BodyInABrokenCompression_EndsSoon()
    {
        var wire = Accepting("replicate", _ => new() { Content = new StreamContent(new System.IO.Compression.GZipStream(new MemoryStream([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]), System.IO.Compression.CompressionMode.Decompress)) });

        var failure = await wire.FailAsync();

        Assert.InRange(wire.Elapsed.TotalSeconds, 0, 60);
        Assert.Contains("compression", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Generate_ReadLargerThanWhatIsTaken_IsAskedOnceAndCanceled()
    {
        var wire = Accepting("replicate", _ => WireApplication.Json($$"""{"id":"a","status":"processing","logs":"{{new string(' ', 5_000_000)}}"}"""));

        var failure = await wire.FailAsync();

        Assert.Contains("MiB of JSON besides images", failure.Message, StringComparison.Ordinal);
        Assert.Equal((1, 1), (Reads(wire), wire.SentTo("POST", "/a/cancel").Count()));
    }

    private static async Task<ProviderJob> ReadAsync(string provider, string body)
    {
        var bed = new ProviderTestBed { Answer = _ => WireApplication.Json(body) };
        IImageProvider asked = provider switch { "replicate" => bed.Replicate(), "runpod" => bed.RunPod(), _ => bed.Modal() };
        return await asked.GetJobAsync(new(provider, "a", "mine", provider == "modal" ? new Uri("https://acme--flux-generate.modal.run/result/a") : null), default);
    }

    private static WireApplication Accepting(
        string provider, Func<SentRequest, HttpResponseMessage> read, Action<ImageGenerationServiceOptions>? configure = null) =>
        new(provider, options =>
        {
            (options.Modal.Mode, options.Modal.CancelRoute) = (ModalMode.Queue, "/{call_id}/cancel");
            configure?.Invoke(options);
        })
        {
            Answer = sent => sent.Method == HttpMethod.Get && !sent.Uri.AbsolutePath.EndsWith("/health", StringComparison.Ordinal) ? read(sent)
                : sent.Uri.AbsolutePath.Contains("cancel", StringComparison.Ordinal) ? WireApplication.Json(provider == "runpod" ? """{"id":"a","status":"CANCELLED"}""" : """{"id":"a","status":"canceled"}""")
                : WireApplication.Json(provider switch { "replicate" => """{"id":"a","status":"starting"}""", "runpod" => """{"id":"a","status":"IN_QUEUE"}""", _ => """{"call_id":"a"}""" }, HttpStatusCode.Created),
        };

    private static int Reads(WireApplication wire) => wire.Sent.Count(sent => sent.Method == HttpMethod.Get);

    private static IEnumerable<SentRequest> Submits(WireApplication wire) =>
        wire.Sent.Where(sent => sent.Method == HttpMethod.Post && !sent.Uri.AbsolutePath.Contains("cancel", StringComparison.Ordinal));

    private static string Working(string provider) =>
        provider switch { "replicate" => """{"id":"a","status":"processing"}""", "runpod" => """{"id":"a","status":"IN_PROGRESS"}""", _ => """{"status":"processing"}""" };

    private static string Done(string provider) => provider switch
    {
        "replicate" => """{"id":"a","status":"succeeded","output":["https://r.test/a.png"]}""",
        "runpod" => """{"id":"a","status":"COMPLETED","output":{"image":"PNG"}}""",
        _ => """{"image":"PNG"}""",
    };
}
