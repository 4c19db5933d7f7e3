using System.Net;
using ImageGeneration.Providers;
using ImageGeneration.Transport;

namespace ImageGeneration.Tests.Providers.Kit;

/// <summary>Addresses that others write, some of which .NET takes and then throws at.</summary>
public sealed class ForeignUriTests
{
    // The host of one is a soft hyphen, of another a fullwidth slash, of the third a dot that IDN does not know.
    public static TheoryData<string> Malformed =>
    [
        "//", "///", "//\u00AD", "http://\u00AD/", "//\uFF0F", "http://\u2024/", "http://", "http:///", "https://[::1", "http://a:99999/", "https://\u0001/",
        "//@:80", "\\\\", "http://a\uD800/",
    ];

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task Submit_MalformedLocationOrUrl_KeepsTheJob(string address)
    {
        var bed = new ProviderTestBed { Answer = _ => Response(address, $$$"""{"id":"abc","status":"starting","urls":{"get":"{{{address.Replace("\\", "\\\\", StringComparison.Ordinal)}}}"}}""") };

        var job = await bed.Replicate().SubmitJobAsync(ProviderTestBed.Request("black-forest-labs/flux-schnell"), default);

        Assert.Equal((JobStatus.Queued, "abc"), (job.Status, job.Reference?.Id));
        Assert.True(job.Reference!.StatusUri is not { } uri || uri.Host == "api.replicate.com");
    }

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task Redirects_MalformedLocation_AreJobsAndNoExceptions(string address)
    {
        foreach (var status in new[] { HttpStatusCode.SeeOther, HttpStatusCode.TemporaryRedirect, HttpStatusCode.Found })
        {
            var bed = new ProviderTestBed { Answer = _ => Response(address, "", status) };
            var request = ProviderTestBed.Request("mine");
            JobReference reference = new("modal", "fc-01", "flux1", new Uri("https://acme--flux-generate.modal.run/result/fc-01"));

            foreach (var job in new[]
            {
                await bed.Modal().SubmitJobAsync(request, default), await bed.Modal().GetJobAsync(reference, default),
                await bed.RunPod().SubmitJobAsync(request, default), await bed.Replicate().GetJobAsync(reference, default),
            })
            {
                Assert.NotNull(job.Failure?.Message ?? job.Reference?.StatusUri?.AbsoluteUri);
            }
        }
    }

    /// <summary>One bad link must not take the good picture beside it along.</summary>
    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task GetJob_MalformedLinkBesideAGoodOne_KeepsTheGoodOne(string address)
    {
        var bed = new ProviderTestBed
        {
            Answer = _ => Response("/", $$"""{"id":"abc","status":"succeeded","output":["{{address.Replace("\\", "\\\\", StringComparison.Ordinal)}}","https://replicate.delivery/a.png"]}"""),
        };

        var job = await bed.Replicate().GetJobAsync(new("replicate", "abc", "a/b"), default);

        Assert.Contains(job.Images, image => image.Url?.AbsoluteUri == "https://replicate.delivery/a.png");
    }

    [Theory]
    [InlineData("/a/b", "https://api.example/a/b")]
    [InlineData("?c=1", "https://api.example/v1/x?c=1")]
    [InlineData("//other.example/y", "https://other.example/y")]
    [InlineData("https://api.example:8443/", "https://api.example:8443/")]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Read_Location_IsResolvedAgainstWhatWasAsked(string? location, string? expected) =>
        Assert.Equal(expected, ForeignUri.Read(new Uri("https://api.example/v1/x"), location)?.AbsoluteUri);

    [Theory]
    [InlineData("https://API.example/x", true)]
    [InlineData("https://api.example:443/", true)]
    [InlineData("http://api.example/", false)]
    [InlineData("https://api.example:444/", false)]
    [InlineData("https://api.example./", false)]
    [InlineData("https://evil.example/", false)]
    public void IsSameOrigin_SchemeHostAndPort_Count(string other, bool expected) =>
        Assert.Equal(expected, ForeignUri.IsSameOrigin(new Uri("https://api.example/v1"), new Uri(other)));

    private static HttpResponseMessage Response(string location, string body, HttpStatusCode status = HttpStatusCode.OK)
    {
        var response = new HttpResponseMessage(status) { Content = new StringContent(body, null, "application/json") };
        response.Headers.TryAddWithoutValidation("Location", location);
        return response;
    }
}
