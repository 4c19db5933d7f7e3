using ImageGeneration.IntegrationTests.Docs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ImageGeneration.IntegrationTests.Stack;

/// <summary>A web application that answers with the image that was asked for, and says on standard error what each request does. Its
/// settings are environment variables.</summary>
internal static class WebProgram
{
    public static async Task RunAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddImageGeneration(builder.Configuration.GetSection("ImageGeneration"));
        await using var app = Generations.ErrorsAsHttp(builder);
        app.MapPost("/images/{prompt}", (RequestDelegate)GenerateAsync);
        await app.StartAsync();
        await Console.Error.WriteLineAsync($"It listens on {app.Urls.Single()}");
        await app.WaitForShutdownAsync();
    }

    private static async Task GenerateAsync(HttpContext context)
    {
        var prompt = (string)context.Request.RouteValues["prompt"]!;
        var images = context.RequestServices.GetRequiredService<IImageGenerationService>();
        var response = await images.GenerateAsync(
            new() { Prompt = prompt, Model = ImageModel.Flux1, Width = 512, Height = 512 },
            new() { Progress = new ErrorProgress(prompt) });
        context.Response.ContentType = response.Images[0].MediaType;
        await context.Response.BodyWriter.WriteAsync(response.Images[0].Bytes!.Value);
    }

    private sealed class ErrorProgress(string prompt) : IProgress<GenerationProgress>
    {
        public void Report(GenerationProgress value) => Console.Error.WriteLine($"{prompt}: {value.Phase}");
    }
}
