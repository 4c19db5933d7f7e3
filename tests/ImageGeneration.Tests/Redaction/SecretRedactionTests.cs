using ImageGeneration.Providers;
using ImageGeneration.Providers.Kit;
using ImageGeneration.Providers.Modal;
using ImageGeneration.Redaction;

namespace ImageGeneration.Tests.Redaction;

public sealed class SecretRedactionTests
{
    [Theory]
    [InlineData("r8_TestKey0123456789abcdefghijklmnop")]
    [InlineData("rpa_9ZK3M7QW5XB1V8T6N2C4JHD0RYGPLS")]
    [InlineData("sk-proj-Ab+c/d=Efgh1234&5678~ijkl.mnop")]
    [InlineData("8f14e45fceea167a5a36dedd4bea2543")]
    [InlineData("sk-abcdefghijklmnopqrstuvwx")]
    public void Clean_SecretInAnyForm_IsNotShownAndTheWordsAroundItAre(string secret)
    {
        var text = ProviderSanitizer.Create(new ProviderOptions { ApiKey = secret });

        Assert.All(SecretForms.For(secret), form =>
        {
            var clean = text.Sanitize($"worker 17 refused the token {form.Text} of this account, see its log");

            Assert.StartsWith("worker 17 refused the token ", clean, StringComparison.Ordinal);
            Assert.EndsWith(" of this account, see its log", clean, StringComparison.Ordinal);
            AssertHoldsNothingOf(secret, clean);
            AssertHoldsNothingOf(form.Text.Replace("Authorization", "", StringComparison.Ordinal).Replace("https://api.test/run?x=1&k=", "", StringComparison.Ordinal)
                .Replace("\\u0022", "\"", StringComparison.Ordinal), clean);
        });
    }

    [Theory]
    [InlineData("hunter2x", "the password hunter2x is wrong", "the password [redacted] is wrong")]
    [InlineData("s3cr3t", "s3cr3t, S3CR3T, s3cr3tive", "[redacted], [redacted], s3cr3tive")]
    [InlineData("test", "test of the latest contest", "[redacted] of the latest contest")]
    [InlineData("abc", "abc", "abc")]
    [InlineData("p@$$ w0rd!", "no: p%40%24%24+w0rd%21", "no: [redacted]%21")]
    [InlineData("simulated", "the simulator simulates what is simulated", "the simulator simulates what is [redacted]")]
    public void Clean_ShortOrPlainSecret_IsTakenOutAsAWholeOnly(string secret, string text, string expected) =>
        Assert.Equal(expected, ProviderSanitizer.Create(new ProviderOptions { ApiKey = secret }).Sanitize(text));

    [Theory]
    [InlineData("model black-forest-labs/flux-schnell (setting ImageGeneration:Replicate:Models:flux1) was not found (404)")]
    [InlineData("CUDA out of memory. Tried to allocate 20.00 MiB (GPU 0; 23.69 GiB total capacity)")]
    [InlineData("job 7f3e9c2a-1b4d-4e8f-9a6b-5c0d2e1f3a4b failed: loading pipeline components... 100%")]
    [InlineData("Prediction xj9k2m4n6p8q0r1s3t5v7w9y1z was canceled; the key, the token and the secret were not asked for")]
    [InlineData("body.input.width: ensure this value is less than or equal to 2048 (max_tokens: 77, keywords: fox)")]
    public void Clean_UsefulMessage_StaysAsItIs(string message)
    {
        var text = ProviderSanitizer.Create(new ModalOptions
        {
            ApiKey = "sk-proj-Ab+c/d=Efgh1234&5678~ijkl.mnop",
            ProxyKey = "wk-0123456789ABCDEFGHIJKL",
            ProxySecret = "ws-zyxwvutsrqponmlkjihgfe",
            Headers = { ["X-Client"] = "image generation of the web shop" },
        });

        Assert.Equal(message, text.Sanitize(message));
    }

    [Theory]
    [InlineData("Incorrect API key provided: r8_TestK****************mnop. You can find it", "Incorrect API key provided: [redacted]. You can find it")]
    [InlineData("no key r8_Tes…mnop here", "no key [redacted] here")]
    [InlineData("loading r8_… and more...", "loading r8_… and more...")]
    public void Clean_KeyShownByItsEnds_IsTakenOutOnce(string text, string expected) =>
        Assert.Equal(expected, ProviderSanitizer.Create(new ProviderOptions { ApiKey = "r8_TestKey0123456789abcdefghijklmnop" }).Sanitize(text));

    [Fact]
    public void Clean_AfterTheKeyHasChanged_ShowsNeitherTheNewNorTheOldOne()
    {
        var text = ProviderSanitizer.Create(new ProviderOptions { ApiKey = "rpa_first0123456789" });

        text.AddSecrets(new ProviderOptions { ApiKey = "key-second-0987654321" });

        Assert.Equal("[redacted] and [redacted]", text.Sanitize("rpa_first0123456789 and key-second-0987654321"));
    }

    [Fact]
    public void Clean_EverySecretOfASetting_IsTakenOut()
    {
        var text = ProviderSanitizer.Create(new ModalOptions
        {
            ApiKey = "Bearer-of-mine-55aa",
            ProxyKey = "wk-0123456789ABCDEFGHIJKL",
            ProxySecret = "ws-zyxwvutsrqponmlkjihgfe",
            BaseUrl = new Uri("https://endpoint:pa55word%21x@acme--flux.modal.run/"),
            Headers = { ["X-Access"] = "Basic dXNlcjpzZXNhbWUtb3Blbg==", ["X-Api-Key"] = "k7k7k7k7" },
            FixedFields = { ["hf_token"] = "\"hf_own0987654321\"", ["storage"] = """{"accessKey":"AK55QQ77","bucket":"pictures"}""" },
            Models = { ["sdxl"] = "https://models.test/x?sig=Zm9vYmFyYmF6cXV4&size=1024" },
        });
        const string said = "Bearer-of-mine-55aa wk-0123456789ABCDEFGHIJKL ws-zyxwvutsrqponmlkjihgfe pa55word!x sesame "
            + "dXNlcjpzZXNhbWUtb3Blbg== k7k7k7k7 hf_own0987654321 AK55QQ77 pictures Zm9vYmFyYmF6cXV4 1024";

        Assert.Equal(
            "[redacted] [redacted] [redacted] [redacted] sesame [redacted]== [redacted] [redacted] [redacted] pictures [redacted] 1024", text.Sanitize(said));
    }

    [Theory]
    [InlineData("the proxy tunnel request to proxy 'http://me:sesame@proxy.test:8080/' failed", "the proxy tunnel request to proxy 'http://[redacted]@proxy.test:8080/' failed")]
    [InlineData("got header Basic dXNlcjpzZXNhbWU=", "got header [redacted]")]
    [InlineData("found sk-ant-api03-AAbbCC112233 in the input", "found [redacted] in the input")]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NSJ9.c2lnbmF0dXJl has expired", "[redacted] has expired")]
    public void Sanitize_KeyOfSomebodyElse_IsKnownByItsForm(string text, string expected) =>
        Assert.Equal(expected, ProviderSanitizer.Create(new ProviderOptions()).Sanitize(text));

    [Theory]
    [InlineData("Bearer ")]
    [InlineData("data:")]
    [InlineData("r8_TestK")]
    [InlineData("%72%38")]
    [InlineData("&#x")]
    [InlineData("\\u00")]
    [InlineData("?key=")]
    [InlineData("://a")]
    [InlineData("r8_T...")]
    [InlineData("\u001b[")]
    public async Task Clean_AnyRepetition_TakesStepsInProportionToTheText(string part)
    {
        var text = ProviderSanitizer.Create(new ProviderOptions { ApiKey = "r8_TestKey0123456789abcdefghijklmnop" });
        var page = string.Concat(Enumerable.Repeat(part, 256 * 1024 / part.Length));

        // Each letter of the text for each of the text would be 68 billion steps.
        var clean = await Task.Run(() => text.Sanitize(page)).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.True(clean.Length <= MessageSanitizer.MaxLength);
    }

    private static void AssertHoldsNothingOf(string secret, string text)
    {
        for (var at = 0; at + 8 <= secret.Length; at++)
        {
            var part = secret.Substring(at, 8);
            if (!string.IsNullOrWhiteSpace(part) && part.Any(char.IsAsciiDigit))
            {
                Assert.DoesNotContain(part, text, StringComparison.OrdinalIgnoreCase);
            }
        }
    }
}
