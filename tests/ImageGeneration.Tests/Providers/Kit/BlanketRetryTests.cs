using System.Net;
using ImageGeneration.Outputs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;

namespace ImageGeneration.Tests.Providers.Kit
{
    /// <summary>Application templates give every client a handler that sends each request again, a paid submit too, and lets none last longer
    /// than ten seconds. Its package is not at hand here; the stand-in below has its name and its vice.</summary>
    public sealed class BlanketRetryTests
    {
        [Theory]
        [InlineData("ImageGeneration:replicate")]
        [InlineData("ImageGeneration:runpod")]
        [InlineData("ImageGeneration:modal")]
        [InlineData(OutputHttp.GuardedClient)]
        [InlineData(OutputHttp.PrivateClient)]
        public async Task Send_ResilienceForEveryClientOfTheApplication_IsNotOnOurs(string client)
        {
            var calls = await CallAsync(client, services => services.ConfigureHttpClientDefaults(all => all.AddHttpMessageHandler(() => new ResilienceHandler())));

            Assert.Equal(["GET"], calls);
        }

        [Fact]
        public async Task Send_OtherHandlersOfTheApplication_AreKept()
        {
            var calls = await CallAsync(
                "ImageGeneration:replicate", services => services.ConfigureHttpClientDefaults(all => all.AddHttpMessageHandler(() => new Noted())));

            Assert.Equal(["GET noted"], calls);
        }

        /// <summary>Who adds it to our client by name means it.</summary>
        [Fact]
        public async Task Send_ResilienceUnderTheClientsOwnName_IsKept()
        {
            var calls = await CallAsync(
                "ImageGeneration:replicate", _ => { }, services => services.AddHttpClient("ImageGeneration:replicate").AddHttpMessageHandler(() => new ResilienceHandler()));

            Assert.Equal(3, calls.Count);
        }

        private static async Task<List<string>> CallAsync(string name, Action<IServiceCollection> before, Action<IServiceCollection>? after = null)
        {
            var wire = new Broken();
            var services = new ServiceCollection();
            before(services);
            services.AddImageGeneration().AddReplicate().AddRunPod().AddModal();
            after?.Invoke(services);
            services.AddHttpClient(name).ConfigurePrimaryHttpMessageHandler(() => wire);
            await using var built = services.BuildServiceProvider();
            using var client = built.GetRequiredService<IHttpClientFactory>().CreateClient(name);
            using var reply = await client.GetAsync(new Uri("https://api.test/"));
            return wire.Calls;
        }

        private sealed class Broken : HttpMessageHandler
        {
            public List<string> Calls { get; } = [];

            protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
            {
                Calls.Add(request.Headers.Contains("X-Noted") ? $"{request.Method} noted" : request.Method.Method);
                return Task.FromResult(new HttpResponseMessage(HttpStatusCode.InternalServerError));
            }
        }

        private sealed class Noted : DelegatingHandler
        {
            protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
            {
                request.Headers.Add("X-Noted", "yes");
                return base.SendAsync(request, cancellationToken);
            }
        }
    }
}

namespace Microsoft.Extensions.Http.Resilience
{
    internal sealed class ResilienceHandler : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await base.SendAsync(request, cancellationToken);
            await base.SendAsync(request, cancellationToken);
            return await base.SendAsync(request, cancellationToken);
        }
    }
}
