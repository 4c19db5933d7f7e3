using ImageGeneration.Budgets;
using ImageGeneration.Pricing;
using ImageGeneration.Providers;
using ImageGeneration.Tests.Fakes;
using ImageGeneration.Tests.Time;
using Microsoft.Extensions.Logging.Abstractions;
using Moq;

namespace ImageGeneration.Tests.Budgets;

/// <summary>One reservation is settled once, however its job ends.</summary>
public sealed class JobBillTests
{
    private static readonly ProviderRequest _request =
        new() { Model = ImageModel.Sdxl, ModelId = "fake/sdxl", Prompt = "a lighthouse", Width = 1024, Height = 1024 };

    private readonly Mock<IBudget> _budget = new(MockBehavior.Strict);
    private readonly List<(Guid Id, decimal? Usd)> _settled = [];
    private readonly JobBills _bills;
    private Guid _reserved;

    public JobBillTests()
    {
        _budget.Setup(budget => budget.ReserveAsync(It.IsAny<BudgetRequest>(), It.IsAny<CancellationToken>()))
            .Callback((BudgetRequest request, CancellationToken _) => _reserved = request.ReservationId)
            .ReturnsAsync(BudgetDecision.Granted(0.1m));
        _budget.Setup(budget => budget.SettleAsync(It.IsAny<Guid>(), It.IsAny<decimal?>(), It.IsAny<CancellationToken>()))
            .Callback((Guid id, decimal? usd, CancellationToken _) => _settled.Add((id, usd)))
            .Returns(default(ValueTask));
        var costs = new CostCalculator(TestTariffs.Prices(new ImageGenerationServiceOptions()));
        var billing = new GuardedBilling(_budget.Object, costs, new StepClock(), NullLogger<GuardedBilling>.Instance);
        _bills = new(billing, _request, tags: null, "fake", estimateUsd: 0.1m);
    }

    [Fact]
    public async Task Complete_ThenDisposed_IsSettledOnceWithItsCost()
    {
        using (var bill = await _bills.ReserveAsync(CancellationToken.None))
        {
            await bill.CompleteAsync(new() { Status = JobStatus.Succeeded, CostUsd = 0.04m }, CancellationToken.None);
        }

        Assert.Equal([(_reserved, 0.04m)], _settled);
        Assert.Equal(0.04m, _bills.Usd);
    }

    [Fact]
    public async Task Complete_NothingWasSubmitted_IsFree()
    {
        using (var bill = await _bills.ReserveAsync(CancellationToken.None))
        {
            await bill.CompleteAsync(ProviderJob.NotAccepted(new(FailureKind.Unavailable, "503")), CancellationToken.None);
        }

        Assert.Equal([(_reserved, 0m)], _settled);
    }

    [Fact]
    public async Task Dispose_TwiceBeforeItsEndIsKnown_KeepsTheEstimateOnce()
    {
        using var bill = await _bills.ReserveAsync(CancellationToken.None);

        bill.Dispose();
        bill.Dispose();

        Assert.Equal([(_reserved, null)], _settled);
        Assert.Null(_bills.Usd);
    }

    [Fact]
    public async Task Dispose_Refused_SettlesNothing()
    {
        _budget.Setup(budget => budget.ReserveAsync(It.IsAny<BudgetRequest>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync(BudgetDecision.Refused("no room"));

        using (var bill = await _bills.ReserveAsync(CancellationToken.None))
        {
            Assert.Equal((false, FailureKind.BudgetExceeded), (bill.IsReserved, bill.Refusal?.Kind));
        }

        Assert.Empty(_settled);
        Assert.Equal(0m, _bills.Usd);
    }
}
