using System.Collections.Concurrent;
using System.Globalization;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ImageGeneration.IntegrationTests.Docs;

/// <summary>The application of <c>docs/applications.md</c>, line by line as it stands there.</summary>
internal static class Generations
{
    public static WebApplication WebApi(WebApplicationBuilder builder)
    {
        builder.Services.AddImageGeneration(builder.Configuration.GetSection("ImageGeneration"));
        builder.Services.AddSingleton<GenerationStore>();
        builder.Services.AddHostedService<GenerationWorker>();
        var app = builder.Build();

        app.MapPost("/images", (ImageGenerationRequest request, GenerationStore store) =>
            store.TryAdd(request) is { } item
                ? Results.Accepted($"/images/{item.Id}", item.ToStatus())
                : Results.StatusCode(StatusCodes.Status429TooManyRequests));

        app.MapGet("/images/{id}", (string id, GenerationStore store) =>
            store.Find(id) is { } item ? Results.Ok(item.ToStatus()) : Results.NotFound());

        app.MapDelete("/images/{id}", (string id, GenerationStore store) =>
        {
            store.Find(id)?.Cancellation.Cancel();
            return Results.NoContent();
        });
        return app;
    }

    public static void Shutdown(WebApplicationBuilder builder) =>
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(30));

    public static WebApplication ErrorsAsHttp(WebApplicationBuilder builder)
    {
        builder.Services.AddProblemDetails();
        builder.Services.AddExceptionHandler<ImageGenerationExceptionHandler>();
        var app = builder.Build();
        app.UseExceptionHandler();
        return app;
    }
}

public sealed class GenerationStore
{
    private readonly Channel<GenerationItem> _waiting = Channel.CreateBounded<GenerationItem>(1000);
    private readonly ConcurrentDictionary<string, GenerationItem> _items = new();

    public GenerationItem? TryAdd(ImageGenerationRequest request)
    {
        var item = new GenerationItem(Guid.NewGuid().ToString("N"), request);
        _items[item.Id] = item;
        return _waiting.Writer.TryWrite(item) || !_items.TryRemove(item.Id, out _) ? item : null;
    }

    public GenerationItem? Find(string id) => _items.GetValueOrDefault(id);

    public IAsyncEnumerable<GenerationItem> ReadAllAsync(CancellationToken cancellationToken) => _waiting.Reader.ReadAllAsync(cancellationToken);
}

public sealed class GenerationItem(string id, ImageGenerationRequest request) : IProgress<GenerationProgress>
{
    public string Id => id;
    public ImageGenerationRequest Request => request;
    public CancellationTokenSource Cancellation { get; } = new();
    public GenerationProgress? Step { get; private set; }
    public ImageGenerationResponse? Response { get; set; }
    public string? Error { get; set; }

    public void Report(GenerationProgress value) => Step = value;

    public ItemStatus ToStatus() => new(Id, Response is not null ? "succeeded" : Error is not null ? "failed" : "running", Step, Response, Error);
}

public sealed record ItemStatus(string Id, string Status, GenerationProgress? Step, ImageGenerationResponse? Response, string? Error);

public sealed class GenerationWorker(GenerationStore store, IImageGenerationService images) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Parallel.ForEachAsync(
            store.ReadAllAsync(stoppingToken),
            new ParallelOptions { MaxDegreeOfParallelism = 50, CancellationToken = stoppingToken },
            GenerateAsync);

    private async ValueTask GenerateAsync(GenerationItem item, CancellationToken stoppingToken)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, item.Cancellation.Token);
        try
        {
            item.Response = await images.GenerateAsync(item.Request, new() { Progress = item }, stopping.Token);
        }
        catch (Exception e) when (e is ImageGenerationException or ArgumentException or OperationCanceledException)
        {
            item.Error = e.Message;
        }
    }
}

public sealed class ImageGenerationExceptionHandler(IProblemDetailsService problems) : IExceptionHandler
{
    public ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        int? status = exception switch
        {
            ArgumentException => StatusCodes.Status400BadRequest,
            ImageGenerationException e => StatusOf(e.Kind),
            _ => null,
        };
        if (status is null)
        {
            return new(false);
        }

        if ((exception as ImageGenerationException)?.RetryAfter is { } wait)
        {
            httpContext.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        httpContext.Response.StatusCode = status.Value;
        return problems.TryWriteAsync(new() { HttpContext = httpContext, ProblemDetails = { Status = status, Detail = exception.Message } });
    }

    public static int StatusOf(FailureKind kind) => kind switch
    {
        FailureKind.InvalidRequest or FailureKind.Unsupported => StatusCodes.Status400BadRequest,
        FailureKind.ContentRejected => StatusCodes.Status422UnprocessableEntity,
        FailureKind.BudgetExceeded => StatusCodes.Status402PaymentRequired,
        FailureKind.RateLimited or FailureKind.QueueFull => StatusCodes.Status429TooManyRequests,
        FailureKind.Unauthorized or FailureKind.OutOfCredit or FailureKind.PromptCheckFailed => StatusCodes.Status500InternalServerError,
        FailureKind.TimedOut => StatusCodes.Status504GatewayTimeout,
        FailureKind.ShuttingDown => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status502BadGateway,
    };
}
