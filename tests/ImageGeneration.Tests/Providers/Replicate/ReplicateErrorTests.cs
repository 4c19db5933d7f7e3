using ImageGeneration.Providers;

namespace ImageGeneration.Tests.Providers.Replicate;

public sealed class ReplicateErrorTests
{
    private const string Create = "https://api.replicate.com/v1/models/black-forest-labs/flux-schnell/predictions";
    private const string Get = "https://api.replicate.com/v1/predictions/abc123";
    private const string Throttled = "Request was throttled. Your rate limit for creating predictions is reduced to 6 requests per minute with a burst of 1 requests while you have less than $5.0 in credit. Your rate limit resets in ~7s.";
    private static readonly JobReference Reference = new("replicate", "abc123", "black-forest-labs/flux-schnell", new Uri(Get));

    private readonly ProviderTestBed _bed = new();

    [Theory]
    [InlineData(400, """{"status":400,"detail":"Invalid input"}""", FailureKind.InvalidRequest, "Invalid input")]
    [InlineData(401, """{"title":"Unauthenticated","detail":"You did not pass a valid authentication token","status":401}""", FailureKind.Unauthorized, "Authentication failed")]
    [InlineData(401, """{"detail":"Authorization header required"}""", FailureKind.Unauthorized, "ImageGeneration:Replicate:ApiKey")]
    [InlineData(402, """{"title":"Insufficient credit","detail":"You have insufficient credit to run this model.","status":402}""", FailureKind.OutOfCredit, "insufficient credit")]
    [InlineData(403, "<!DOCTYPE html><html><title>Attention Required! | Cloudflare</title></html>", FailureKind.Unavailable, "replicate is not available (403): an HTML page")]
    [InlineData(403, "\uFEFF<!DOCTYPE html><html></html>", FailureKind.Unavailable, "an HTML page")]
    [InlineData(404, """{"detail":"The requested resource could not be found.","status":404}""", FailureKind.Unsupported, "model black-forest-labs/flux-schnell (setting ImageGeneration:Replicate:Models:flux1)")]
    [InlineData(408, "", FailureKind.UnknownOutcome, "may run all the same")]
    [InlineData(413, """{"detail":"Files must be less than 100MB in size"}""", FailureKind.InvalidRequest, "100MB")]
    [InlineData(422, """{"title":"Invalid version or not permitted","detail":"The specified version does not exist (or perhaps you don't have permission to use it?)","status":422}""", FailureKind.Unsupported, "Models:flux1")]
    [InlineData(422, """{"detail":"- input: prompt is required\n","status":422,"title":"Input validation failed","invalid_fields":[{"type":"required","field":"input","description":"prompt is required"},{"type":"number_lte","field":"input.num_inference_steps","description":"Must be less than or equal to 4"}]}""", FailureKind.InvalidRequest, "input: prompt is required; input.num_inference_steps: Must be less than or equal to 4")]
    [InlineData(401, """{"status":401,"detail":"Invalid or expired API token.","title":"Authentication required"}""", FailureKind.Unauthorized, "Invalid or expired")]
    [InlineData(422, """{"title":"Input validation failed","invalid_fields":[{"type":"enum","field":"input.output_format","description":"output_format must be one of the following: \"jpg\", \"png\""}]}""", FailureKind.InvalidRequest, "input.output_format: output_format must be one of")]
    [InlineData(422, """{"invalid_fields":[{"type":"required","field":"","description":"version is required"},{"type":"additional_property_not_allowed","field":"","description":"Additional property model is not allowed"}]}""", FailureKind.InvalidRequest, "version is required; Additional property model")]
    [InlineData(422, """{"invalid_fields":[{"type":"additional_property_not_allowed","field":"","description":"Additional property model is not allowed"}]}""", FailureKind.InvalidRequest, "Additional property model")]
    [InlineData(422, """{"invalid_fields":"none","detail":7}""", FailureKind.InvalidRequest, "(422): 7")]
    [InlineData(429, """{"detail":"slow down"}""", FailureKind.RateLimited, "slow down")]
    [InlineData(500, """{"detail":"Internal server error"}""", FailureKind.UnknownOutcome, "500")]
    [InlineData(502, "<html>Bad gateway</html>", FailureKind.UnknownOutcome, "502")]
    [InlineData(503, "", FailureKind.Unavailable, "503")]
    [InlineData(504, "", FailureKind.UnknownOutcome, "504")]
    [InlineData(524, "<html></html>", FailureKind.UnknownOutcome, "524")]
    [InlineData(308, "", FailureKind.Unsupported, "redirect")]
    [InlineData(303, "", FailureKind.UnknownOutcome, "303")]
    public async Task Submit_RefusedStatus_IsItsKind(int status, string body, FailureKind kind, string words)
    {
        _bed.On("POST", Create, status, body, "application/problem+json");

        var job = await SubmitAsync();

        Assert.Equal(kind, job.Failure?.Kind);
        Assert.Equal(status, job.Failure?.StatusCode);
        Assert.Contains(words, job.Failure!.Message, StringComparison.Ordinal);
        Assert.Null(job.Reference);
    }

    [Theory]
    [InlineData("error code: 1010")]
    [InlineData("""{"detail":"error code: 1010"}""")]
    public async Task Submit_NoPageThatCallsItselfOne_KeepsItsWords(string body)
    {
        _bed.On("POST", Create, 403, body, "text/html");

        Assert.Contains("error code: 1010", (await SubmitAsync()).Failure!.Message, StringComparison.Ordinal);
    }

    /// <summary>Community models have no route by name: there the same 404 is a matter of the id.</summary>
    [Theory]
    [InlineData("acme/thing", "models/acme/thing/predictions", true)]
    [InlineData("black-forest-labs/flux-schnell", "models/black-forest-labs/flux-schnell/predictions", false)]
    [InlineData("acme/thing:0123456789abcdef", "predictions", false)]
    [InlineData("deployments/acme/thing", "deployments/acme/thing/predictions", false)]
    public async Task Submit_NameThatIsNoOfficialModel_MustNameTheVersion(string modelId, string path, bool told)
    {
        _bed.On("POST", "https://api.replicate.com/v1/" + path, 404, """{"detail":"The requested resource could not be found.","status":404}""");

        var job = await _bed.Replicate().SubmitJobAsync(ProviderTestBed.Request(modelId), default);

        Assert.Equal(FailureKind.Unsupported, job.Failure?.Kind);
        Assert.Equal(told, job.Failure!.Message.Contains("owner/name:version", StringComparison.Ordinal));
    }

    /// <summary>The caller's own words say nothing about what went wrong.</summary>
    [Theory]
    [InlineData("an nsfw scene")]
    [InlineData("robot E1001, queue is full")]
    public async Task GetJob_ErrorThatRepeatsThePrompt_IsNotJudgedByIt(string prompt)
    {
        var job = await ReadAsync(200, $$"""{"status":"failed","error":"no result for '{{prompt}}'","input":{"prompt":"{{prompt}}"} }""");

        Assert.Equal((FailureKind.JobFailed, 0), (job.Failure!.Kind, job.Failure.JobRetries));
        Assert.Contains("'[prompt]'", job.Failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("30", "{}", 30.0)]
    [InlineData("Sun, 22 Nov 2026 12:00:45 GMT", "{}", 45.0)]
    [InlineData("Sun, 22 Nov 2020 12:00:45 GMT", "{}", 0.0)]
    [InlineData("5", """{"retry_after":7}""", 5.0)]
    [InlineData(null, """{"detail":"Your rate limit resets in ~30s.","retry_after":7}""", 7.0)]
    [InlineData(null, "{\"detail\":\"" + Throttled + "\",\"status\":429}", 8.0)]
    [InlineData(null, "{\"detail\":\"" + Throttled + "\",\"status\":429,\"retry_after\":7}", 8.0)]
    [InlineData(null, """{"detail":"Request was throttled. Expected available in 1 second."}""", 1.0)]
    [InlineData("soon", """{"retry_after":"later","detail":"no idea"}""", null)]
    [InlineData("99999999999999", "{}", null)]
    [InlineData("86400", "{}", 600.0)]
    [InlineData("-5", "{}", null)]
    [InlineData("5, 10", "{}", 5.0)]
    [InlineData(" 12 ", "{}", 12.0)]
    public async Task Submit_TooManyRequests_ReadsTheWait(string? header, string body, double? seconds)
    {
        _bed.On("POST", Create, 429, body, "application/json", header is null ? [] : [("Retry-After", header)]);

        var job = await SubmitAsync();

        Assert.Equal(FailureKind.RateLimited, job.Failure?.Kind);
        Assert.Equal(seconds, job.Failure?.RetryAfter?.TotalSeconds);
    }

    [Fact]
    public async Task Submit_TooManyRequestsByAClockOfAnotherTime_ReadsTheWaitByThatClock()
    {
        _bed.On(
            "POST",
            Create,
            429,
            "{}",
            "application/json",
            [("Date", "Sat, 31 Jan 2026 20:00:00 GMT"), ("Retry-After", "Sat, 31 Jan 2026 20:00:42 GMT")]);

        Assert.Equal(42, (await SubmitAsync()).Failure?.RetryAfter?.TotalSeconds);
    }

    [Theory]
    [InlineData("NSFW content detected. Try running it again, or try a different prompt.", FailureKind.ContentRejected, 0)]
    [InlineData("All generated images contained NSFW content. Try running it again with a different prompt.", FailureKind.ContentRejected, 0)]
    [InlineData("Generated image contained NSFW content. Try running it again with a different prompt.", FailureKind.ContentRejected, 0)]
    [InlineData("Prediction failed: Async prediction failed: ModelError: The input or output was flagged as sensitive. Please try again with different inputs. (E005) (uIJ6l3ruRD)", FailureKind.ContentRejected, 0)]
    [InlineData("An error occurred while processing your request (E001)", FailureKind.JobFailed, 0)]
    [InlineData("An error occurred while processing your request (E002)", FailureKind.JobFailed, 0)]
    [InlineData("Service is currently unavailable due to high demand. Please try again later. (E003)", FailureKind.JobFailed, 2)]
    [InlineData("Service is temporarily unavailable. Please try again later. (E004)", FailureKind.JobFailed, 2)]
    [InlineData("Queue is full. Please try again later.", FailureKind.JobFailed, 2)]
    [InlineData("Prediction interrupted; please retry (code: PA)", FailureKind.JobFailed, 2)]
    [InlineData("Director: unexpected error handling prediction (E9828)", FailureKind.JobFailed, 2)]
    [InlineData("Director: unexpected error handling prediction (E1001)", FailureKind.JobFailed, 0)]
    [InlineData("E9243: error starting prediction", FailureKind.JobFailed, 1)]
    [InlineData("E1000", FailureKind.JobFailed, 2)]
    [InlineData("E6716", FailureKind.JobFailed, 2)]
    [InlineData("E8765", FailureKind.JobFailed, 2)]
    [InlineData("E8367", FailureKind.JobFailed, 2)]
    [InlineData("E9825", FailureKind.JobFailed, 2)]
    [InlineData("E4875", FailureKind.JobFailed, 0)]
    [InlineData("input_images must be a zip file", FailureKind.JobFailed, 0)]
    [InlineData("CUDA out of memory. Tried to allocate 2 GiB", FailureKind.JobFailed, 0)]
    [InlineData("Prediction timed out", FailureKind.TimedOut, 0)]
    [InlineData("Your request was flagged by our moderation", FailureKind.ContentRejected, 0)]
    [InlineData("cannot load nsfw_checker.safetensors", FailureKind.JobFailed, 0)]
    [InlineData("'NoneType' object is not subscriptable", FailureKind.JobFailed, 0)]
    public async Task GetJob_FailedPrediction_IsKindAndRetriesByItsWords(string error, FailureKind kind, int retries)
    {
        var job = await ReadAsync(200, $$"""{"status":"failed","error":"{{error}}","metrics":{"predict_time":1.5} }""");

        Assert.Equal((kind, retries), (job.Failure!.Kind, job.Failure.JobRetries));
        Assert.Contains("abc123", job.Failure.Message, StringComparison.Ordinal);
        Assert.Equal(1.5, job.RunTime?.TotalSeconds);
        Assert.Equal(kind == FailureKind.ContentRejected, job.Failure.Message.StartsWith("Content policy violation", StringComparison.Ordinal));
        Assert.Equal(kind == FailureKind.TimedOut ? TimeoutKind.Run : null, job.Failure.Timeout);
    }

    /// <summary>The platform interrupts jobs with a larger input each time, whatever it says about trying again.</summary>
    [Theory]
    [InlineData(6_000_000, 2, "please retry (code: PA).")]
    [InlineData(7_000_000, 0, "give images as links, not data")]
    public async Task GetJob_InterruptedWithALargeInput_IsNotBoughtAgain(int bytes, int retries, string words)
    {
        var job = await ReadAsync(
            200,
            $$"""{"status":"failed","error":"Prediction interrupted; please retry (code: PA)","input":{"image":"data:image/png;base64,{{new string('A', bytes)}}"} }""");

        Assert.Equal((FailureKind.JobFailed, retries), (job.Failure!.Kind, job.Failure.JobRetries));
        Assert.Contains(words, job.Failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"detail":"went wrong"}""", "went wrong")]
    [InlineData("""["one","two"]""", "one; two")]
    [InlineData("""{"message":"went wrong"}""", "failed: went wrong.")]
    [InlineData("""{"title":"went wrong"}""", "failed: went wrong.")]
    [InlineData("""{"detail":" ","message":[],"title":"went wrong"}""", "failed: went wrong.")]
    [InlineData("\"\"", "no reason given")]
    [InlineData("""{"detail":null,"message":{"title":"went wrong"}}""", "failed: went wrong.")]
    [InlineData("""{"code":"E77","reason":{"stage":"setup \"two\""},"retryable":false,"input":{"prompt":"a fox"}}""", "failed: code E77, reason stage setup \"two\", retryable false.")]
    [InlineData("""{"code":17,"logs":"LONG"}""", "failed: code 17, logs x x x")]
    [InlineData("{}", "no reason given")]
    [InlineData("null", "no reason given")]
    public async Task GetJob_ErrorThatIsNoText_IsReadAllTheSame(string error, string words)
    {
        var job = await ReadAsync(
            200, $$"""{"status":"failed","error":{{error.Replace("LONG", string.Join(' ', Enumerable.Repeat("x", 5000)), StringComparison.Ordinal)}}}""");

        Assert.Contains(words, job.Failure!.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("a fox", job.Failure.Message, StringComparison.Ordinal);
        Assert.InRange(job.Failure.Message.Length, 1, 400);
    }

    [Theory]
    [InlineData(404, FailureKind.JobFailed, true)]
    [InlineData(410, FailureKind.JobFailed, true)]
    [InlineData(401, FailureKind.Unauthorized, false)]
    [InlineData(429, FailureKind.RateLimited, false)]
    [InlineData(403, FailureKind.Unavailable, false)]
    [InlineData(408, FailureKind.Unavailable, false)]
    [InlineData(500, FailureKind.Unavailable, false)]
    [InlineData(502, FailureKind.Unavailable, false)]
    [InlineData(200, FailureKind.Unavailable, false)]
    public async Task GetJob_FailedRead_EndsTheJobOnlyWhenItIsGone(int status, FailureKind kind, bool terminal)
    {
        var job = await ReadAsync(status, "<html>no JSON</html>");

        Assert.Equal(kind, job.Failure?.Kind);
        Assert.Equal(status, job.Failure?.StatusCode);
        Assert.Equal(terminal, job.IsTerminal);
        Assert.Equal(Reference, job.Reference);
    }

    /// <summary>Windows' servers begin their pages with a byte order mark.</summary>
    [Fact]
    public async Task GetJob_FirewallsPageWithAMark_SaysNothingAboutTheKey()
    {
        var job = await ReadAsync(403, "\uFEFF<!DOCTYPE html><html>blocked</html>");

        Assert.Equal(FailureKind.Unavailable, job.Failure?.Kind);
        Assert.DoesNotContain("<", job.Failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failures_KeyPromptAndDataInTheReply_AreNotInTheMessage()
    {
        const string words = "bad key " + ProviderTestBed.Key + ", Bearer xyz123abc, r8_0123456789abcdef, rpa_ABCDEF123, wk-1a2b3c4d:ws-9z8y7x6w, https://civitai.com/x?token=0a1b2c3d4e5f&type=m&X-Amz-Signature=77aa88bb&sig=99cc; prompt 'a red fox in the snow'; data:image/png;base64," + ProviderTestBed.Png;
        var body = "{\"detail\":\"" + words + "\"}";
        _bed.On("POST", Create, 400, body);
        _bed.On("GET", Get, 200, "{\"status\":\"failed\",\"error\":\"" + words + "\",\"input\":{\"prompt\":\"a red fox in the snow\"}}");

        var submitted = await SubmitAsync();
        var read = await _bed.Replicate().GetJobAsync(Reference, default);

        foreach (var message in new[] { submitted.Failure!.Message, read.Failure!.Message })
        {
            Assert.Contains("bad key [redacted]", message, StringComparison.Ordinal);
            foreach (var secret in new[] { ProviderTestBed.Key, "xyz123abc", "0123456789", "ABCDEF123", "1a2b3c4d", "9z8y7x6w", "0a1b2c3d", "77aa88bb", "99cc", "red fox", "iVBOR" })
            {
                Assert.DoesNotContain(secret, message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task Submit_KeyWithALineBreak_IsRefusedWithoutSending()
    {
        var job = await _bed.Replicate(o => o.ApiKey = "r8_abc\ndef").SubmitJobAsync(ProviderTestBed.Request("black-forest-labs/flux-schnell"), default);

        Assert.Equal(FailureKind.Unauthorized, job.Failure?.Kind);
        Assert.StartsWith("Authentication failed", job.Failure!.Message, StringComparison.Ordinal);
        Assert.Empty(_bed.Sent);
    }

    [Fact]
    public async Task Submit_KeyWithBlanksAround_IsTrimmed()
    {
        _bed.On("POST", Create, 201, """{"id":"a","status":"starting"}""");

        await _bed.Replicate(o => o.ApiKey = " r8_abcdef\n").SubmitJobAsync(ProviderTestBed.Request("black-forest-labs/flux-schnell"), default);

        Assert.Equal("Bearer r8_abcdef", _bed.Last.Headers["Authorization"]);
    }

    private Task<ProviderJob> SubmitAsync() =>
        _bed.Replicate().SubmitJobAsync(ProviderTestBed.Request("black-forest-labs/flux-schnell"), default);

    private Task<ProviderJob> ReadAsync(int status, string body)
    {
        _bed.On("GET", Get, status, body);
        return _bed.Replicate().GetJobAsync(Reference, default);
    }
}
