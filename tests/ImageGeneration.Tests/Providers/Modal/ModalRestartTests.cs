using System.Net;
using ImageGeneration.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace ImageGeneration.Tests.Providers.Modal;

/// <summary>A deployment that restarts while a call is under way, through the whole library.</summary>
public sealed class ModalRestartTests
{
    private const string Url = "https://acme--flux-generate.modal.run/";
    private const string Call = Url + "?__modal_function_call_id=fc-01";

    private readonly ProviderTestBed _bed = new();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Read_InvalidFunctionCallForAMoment_TheJobIsNotGivenUp(int refusals)
    {
        var response = await RunAsync(refusals);

        Assert.Single(response.Images);
        Assert.Equal(1 + refusals + 1, _bed.Sent.Count);
        Assert.True(response.GenerationTime >= TimeSpan.FromSeconds(5 * refusals), "a deployment needs some seconds to come back");
    }

    [Fact]
    public async Task Read_InvalidFunctionCallForGood_EndsTheJobWithThatReason()
    {
        var failure = await Assert.ThrowsAsync<ImageGenerationException>(() => RunAsync(refusals: int.MaxValue));

        Assert.Equal(FailureKind.JobFailed, failure.Kind);
        Assert.Contains("nothing is deployed under this address", failure.Message, StringComparison.Ordinal);
        Assert.Equal(1 + 3, _bed.Sent.Count);
    }

    private async Task<ImageGenerationResponse> RunAsync(int refusals)
    {
        _bed.On("POST", Url, 303, "", "text/plain", ("Location", Call));
        _bed.On("GET", Call, () => _bed.Sent.Count - 1 <= refusals
            ? new HttpResponseMessage(HttpStatusCode.NotFound) { Content = new StringContent("modal-http: invalid function call") }
            : new HttpResponseMessage { Content = new StringContent($$"""{"image":"{{ProviderTestBed.Png}}"}""", null, "application/json") });
        await using var app = new TestApplication(
            [],
            options => (options.Modal.ApiKey, options.Modal.BaseUrl) = (ProviderTestBed.Key, new Uri(Url)),
            build: builder => builder.AddModal().Services
                .AddHttpClient("ImageGeneration:modal").ConfigurePrimaryHttpMessageHandler(() => _bed.Http));
        return await app.RunAsync(app.Images.GenerateImageAsync(TestApplication.Request(), "modal"));
    }
}
