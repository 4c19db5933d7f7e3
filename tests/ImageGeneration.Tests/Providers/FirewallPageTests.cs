using System.Net;
using System.Text;
using ImageGeneration.Providers;
using ImageGeneration.Providers.Modal;

namespace ImageGeneration.Tests.Providers;

/// <summary>A page in the place of a service's answer. Under 200 nobody knows whether the submit got through behind it, and a job may run:
/// it is looked for, and not bought again. What Modal answers in its synchronous mode is all there will be, so that a page is an empty
/// output there.</summary>
public sealed class FirewallPageTests
{
    private const string Page = "<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>Checking your browser</body></html>";

    private readonly ProviderTestBed _bed = new();

    [Theory]
    [InlineData("replicate", Page)]
    [InlineData("runpod", Page)]
    [InlineData("modal", Page)]
    [InlineData("replicate", "\uFEFF\n" + Page)]
    [InlineData("runpod", "error code: 1020")]
    [InlineData("modal", "\r\n<html></html>")]
    public async Task Submit_APageUnder200_IsAnUnknownOutcome(string provider, string body)
    {
        _bed.Answer = _ => Answer(HttpStatusCode.OK, body);

        var result = await CreateProvider(provider).SubmitAsync(ProviderTestBed.Request(provider == "replicate" ? "a/b" : "mine"), default);

        var unknown = Assert.IsType<SubmitResult.Unknown>(result);
        Assert.Equal(FailureKind.UnknownOutcome, unknown.Failure.Kind);
    }

    [Theory]
    [InlineData("replicate")]
    [InlineData("runpod")]
    [InlineData("modal")]
    public async Task Submit_APageUnder403_WasNotSentAndConcernsThisRequestAlone(string provider)
    {
        _bed.Answer = _ => Answer(HttpStatusCode.Forbidden, Page);

        var result = await CreateProvider(provider).SubmitAsync(ProviderTestBed.Request(provider == "replicate" ? "a/b" : "mine"), default);

        var refused = Assert.IsType<SubmitResult.NotAccepted>(result);
        Assert.Equal((FailureKind.Unavailable, FailureScope.Request), (refused.Failure.Kind, refused.Failure.Scope));
    }

    private static HttpResponseMessage Answer(HttpStatusCode status, string body) =>
        new(status) { Content = new StringContent(body, Encoding.UTF8, "text/html") };

    private IImageProvider CreateProvider(string provider) => provider switch { "replicate" => _bed.Replicate(), "runpod" => _bed.RunPod(), _ => _bed.Modal(options => options.Mode = ModalMode.Queue) };
}
