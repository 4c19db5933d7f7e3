using System.Net;
using ImageGeneration.Tests.Fakes;

namespace ImageGeneration.Tests.Providers.Kit;

/// <summary>What a provider may ask for: one header must not switch it off.</summary>
public sealed class RetryAfterTests
{
    [Theory]
    [InlineData("1e308", null)]
    [InlineData("NaN", null)]
    [InlineData("Infinity", null)]
    [InlineData("-Infinity", null)]
    [InlineData("-1", null)]
    [InlineData("-1e308", null)]
    [InlineData("1764316800", null)] // a point in time instead of a wait
    [InlineData("604801", null)]
    [InlineData("Fri, 31 Dec 9999 23:59:59 GMT", null)]
    [InlineData("9999-12-31T23:59:59-14:00", null)]
    [InlineData("0001-01-01T00:00:00+14:00", null)]
    [InlineData("\u0663\u0660", null)] // Arabic digits
    [InlineData("604800", 600.0)]
    [InlineData("86400", 600.0)]
    [InlineData("30000", 600.0)] // milliseconds, most likely
    [InlineData("Sun, 22 Nov 2026 18:00:00 GMT", 600.0)]
    [InlineData("600", 600.0)]
    [InlineData("599.5", 599.5)]
    [InlineData("0", 0.0)]
    [InlineData("-0", 0.0)]
    public async Task Submit_Header_IsKeptAsFarAsItCanBeMeant(string header, double? seconds)
    {
        var bed = new ProviderTestBed { Answer = _ => Refusal("{}", header) };

        var job = await bed.Replicate().SubmitJobAsync(ProviderTestBed.Request("black-forest-labs/flux-schnell"), default);

        Assert.Equal((FailureKind.RateLimited, seconds), (job.Failure!.Kind, job.Failure.RetryAfter?.TotalSeconds));
    }

    [Theory]
    [InlineData("""{"retry_after":1e308}""", null)]
    [InlineData("""{"retry_after":NaN}""", null)]
    [InlineData("""{"retry_after":"-Infinity"}""", null)]
    [InlineData("""{"retry_after":99999999}""", null)]
    [InlineData("""{"detail":"try again in 999999999s"}""", null)]
    [InlineData("""{"detail":"try again in \u0665\u0665s"}""", null)]
    [InlineData("""{"detail":"try again in 7200s"}""", 600.0)]
    public async Task Submit_Body_IsKeptAsFarAsItCanBeMeant(string body, double? seconds)
    {
        var bed = new ProviderTestBed { Answer = _ => Refusal(body, null) };

        var job = await bed.Replicate().SubmitJobAsync(ProviderTestBed.Request("black-forest-labs/flux-schnell"), default);

        Assert.Equal((FailureKind.RateLimited, seconds), (job.Failure!.Kind, job.Failure.RetryAfter?.TotalSeconds));
    }

    [Theory]
    [InlineData("1e308")]
    [InlineData("86400")]
    [InlineData("Fri, 31 Dec 9999 23:59:59 GMT")]
    [InlineData("-5")]
    public async Task Lane_OneAbsurdHeader_IsOpenAgainWithinTenMinutes(string header)
    {
        var refuse = true;
        var wire = new WireApplication("replicate")
        {
            Answer = _ => refuse
                ? Refusal("{}", header)
                : WireApplication.Json("""{"id":"abc","status":"succeeded","output":["https://replicate.delivery/a.png"]}""", HttpStatusCode.Created),
        };
        await wire.FailAsync(TestApplication.Request() with { Deadline = TimeSpan.FromSeconds(30) });
        refuse = false;

        var response = await wire.GenerateAsync(TestApplication.Request() with { Deadline = TimeSpan.FromMinutes(15) });

        Assert.Single(response.Images);
        Assert.InRange(wire.Elapsed, TimeSpan.Zero, TimeSpan.FromMinutes(11));
    }

    private static HttpResponseMessage Refusal(string body, string? header)
    {
        var response = WireApplication.Json(body, HttpStatusCode.TooManyRequests);
        return header is null || response.Headers.TryAddWithoutValidation("Retry-After", header) ? response : throw new ArgumentException(header);
    }
}
