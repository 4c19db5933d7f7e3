using System.Net;
using ImageGeneration.Providers;
using ImageGeneration.Tests.Fakes;

namespace ImageGeneration.Tests.Providers;

public sealed class ProviderSecrecyTests
{
    private const string Prompt = "a red fox in the snow";

    /// <summary>Every status, with a service that repeats key and prompt in each form of error, and at the log level Trace.</summary>
    [Fact]
    public async Task Failures_ServiceThatRepeatsKeyAndPrompt_NeitherIsShown()
    {
        var bed = new ProviderTestBed();
        string[] bodies =
        [
            $$"""{"detail":"key {{ProviderTestBed.Key}}, prompt {{Prompt}}"}""",
            $$"""{"id":"{{ProviderTestBed.Key}}","status":"failed","error":"{{ProviderTestBed.Key}} {{Prompt}}","input":{"prompt":"{{Prompt}}"} }""",
            $$"""{"id":"a","status":"FAILED","error":["{{ProviderTestBed.Key}} {{Prompt}}"],"input":{"prompt":"{{Prompt}}"} }""",
            $$"""{"invalid_fields":[{"field":"{{ProviderTestBed.Key}}","description":"{{Prompt}}"}]}""",
            $"key {ProviderTestBed.Key}, prompt {Prompt}",
        ];
        IImageProvider[] providers = [bed.Replicate(), bed.RunPod(), bed.Modal()];

        foreach (var provider in providers)
        {
            foreach (var body in bodies)
            {
                foreach (var status in Enumerable.Range(200, 400))
                {
                    bed.Answer = _ => new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body) };
                    var job = await provider.SubmitJobAsync(ProviderTestBed.Request("black-forest-labs/flux-schnell"), default);

                    Check(job.Failure?.ToString() + job);
                }
            }
        }

        bed.Answer = null;
        bed.Fault = new HttpRequestException($"key {ProviderTestBed.Key}");
        foreach (var provider in providers)
        {
            Check((await provider.SubmitJobAsync(ProviderTestBed.Request("mine"), default)).Failure!.ToString());
        }

        Assert.All(bed.Logs.GetSnapshot(), line => Check(line.Text()));
    }

    private static void Check(string text)
    {
        Assert.DoesNotContain(ProviderTestBed.Key, text, StringComparison.Ordinal);
        Assert.DoesNotContain(Prompt, text, StringComparison.Ordinal);
    }
}
