using System.Globalization;
using AdaptiveProvider.DefaultModel;
using AdaptiveProvider.Testing.Chat;
using AdaptiveProvider.Testing.Repository;
using Microsoft.Extensions.AI;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AdaptiveProvider.Server.Tests.Page;

/// <summary>The page in a real browser, used as people use it: by its labels and by the keyboard.</summary>
public sealed class PageTests(Browser browser) : IClassFixture<Browser>
{
    private const string PictureVariable = "ADAPTIVE_PAGE_PICTURE";

    [SkippableFact]
    public async Task Chat_MessageByKeyboard_StreamsAShadedReplyAndItsNumbers()
    {
        await using var server = await RunningServer.EchoingAsync();
        await using var open = await browser.OpenAsync(server.Url);
        var page = open.Page;
        await Expect(page.Locator("#model")).ToContainTextAsync("scripted · 4 layers, exits after 2, 4");

        await page.GetByLabel("Message").FillAsync("good day");
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.Locator("#status")).ToHaveTextAsync("Model: You said: good day");
        await Expect(page.Locator("#log .said").Last).ToHaveTextAsync("You said: good day");
        await Expect(page.Locator("#log .token")).ToHaveCountAsync("You said: good day".Length);
        await Expect(page.Locator("#log .token").First).ToHaveAttributeAsync("title", "4 of 4 layers");
        await Expect(page.Locator("#chatStats")).ToContainTextAsync("mean depth 100.0 % · full");
        await Expect(page.Locator("#chatStats")).ToContainTextAsync("tokens/s");
        await Expect(page.GetByLabel("Message")).ToBeFocusedAsync();
        Assert.Empty(open.Problems);
        Assert.All(open.Requests, request => Assert.True(request.StartsWith(server.Url.ToString(), StringComparison.Ordinal) || request.StartsWith("data:", StringComparison.Ordinal), request));
    }

    [SkippableFact]
    public async Task Chat_SecondMessage_CarriesTheConversation()
    {
        var client = new ScriptedClient(new TextContent("fine"));
        await using var server = await RunningServer.OfAsync(client);
        await using var open = await browser.OpenAsync(server.Url);

        foreach (string said in (string[])["one", "two"])
        {
            await open.Page.GetByLabel("Message").FillAsync(said);
            await open.Page.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
            await Expect(open.Page.Locator("#send")).ToBeEnabledAsync();
            await Expect(open.Page.Locator("#status")).ToHaveTextAsync("Model: fine");
        }

        Assert.Equal(["one", "fine", "two"], client.Messages.Select(message => message.Text));
        await open.Page.GetByRole(AriaRole.Button, new() { Name = "New conversation" }).ClickAsync();
        await Expect(open.Page.Locator("#log .said")).ToHaveCountAsync(0);
    }

    [SkippableFact]
    public async Task Chat_LowerBudgetByKeyboard_TakesFewerLayers()
    {
        await using var server = await RunningServer.OfAsync(ScriptedChat.Endless());
        await using var open = await browser.OpenAsync(server.Url);
        var page = open.Page;
        await Expect(page.Locator("#model")).ToContainTextAsync("layers");
        var slider = page.Locator("#budget");
        await slider.FocusAsync();
        await page.Keyboard.PressAsync("Home");
        await Expect(slider).ToHaveAttributeAsync("aria-valuetext", "50 % of full depth");
        await page.GetByLabel("Longest reply").FillAsync("24");

        await page.GetByLabel("Message").FillAsync("x");
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.Locator("#chatStats")).ToContainTextAsync("24 tokens");
        await Expect(page.Locator("#chatStats")).ToContainTextAsync("mean depth 52.1 %");
        string light = await page.Locator("#log .token").Last.EvaluateAsync<string>("element => getComputedStyle(element).backgroundColor");
        string deep = await page.Locator("#log .token").First.EvaluateAsync<string>("element => getComputedStyle(element).backgroundColor");
        Assert.NotEqual(deep, light);
    }

    [SkippableFact]
    public async Task Chat_Stop_EndsTheGeneration()
    {
        var ended = new TaskCompletionSource();
        await using var server = await RunningServer.OfAsync(new ScriptedClient(new TextContent("so far")) { After = token => EndlessAsync(ended, token) });
        await using var open = await browser.OpenAsync(server.Url);

        await open.Page.GetByLabel("Message").FillAsync("x");
        await open.Page.Keyboard.PressAsync("Enter");
        await Expect(open.Page.Locator("#log .token")).ToHaveTextAsync("so far");
        await open.Page.Locator("#stop").ClickAsync();

        await Expect(open.Page.Locator("#status")).ToHaveTextAsync("Stopped.");
        await ended.Task;
    }

    [SkippableFact]
    public async Task Compare_TwoBudgets_ShowsBothAndWhereTheyPart()
    {
        await using var server = await RunningServer.OfAsync(ScriptedChat.Endless());
        await using var open = await browser.OpenAsync(server.Url);
        var page = open.Page;
        await page.GetByLabel("Compare", new() { Exact = true }).CheckAsync();
        await page.GetByLabel("Longest reply").FillAsync("24");

        await page.GetByLabel("Prompt for both").FillAsync("x");
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.Locator("#leftStats")).ToContainTextAsync("mean depth 52.1 %");
        await Expect(page.Locator("#rightStats")).ToContainTextAsync("mean depth 100.0 %");
        await Expect(page.Locator("#verdict")).ToContainTextAsync("part at piece");
        Assert.NotEqual(await page.Locator("#left").TextContentAsync(), await page.Locator("#right").TextContentAsync());
        await Expect(page.Locator(".parted")).ToHaveCountAsync(2);
        await Expect(page.Locator("#chat")).ToBeHiddenAsync();
        Assert.Empty(open.Problems);
    }

    [SkippableFact]
    public async Task Compare_SameBudgets_SaysSo()
    {
        await using var server = await RunningServer.EchoingAsync();
        await using var open = await browser.OpenAsync(server.Url);
        await open.Page.GetByLabel("Compare", new() { Exact = true }).CheckAsync();
        await open.Page.Locator("#leftBudget").FillAsync("100");

        await open.Page.GetByLabel("Prompt for both").FillAsync("x");
        await open.Page.GetByRole(AriaRole.Button, new() { Name = "Run both" }).ClickAsync();

        await Expect(open.Page.Locator("#verdict")).ToHaveTextAsync("Both replies are the same.");
    }

    [SkippableFact]
    public async Task Key_AskedFor_IsTakenFromTheField()
    {
        await using var server = await RunningServer.EchoingAsync(new AdaptiveServerOptions { ApiKeys = ["right"] });
        await using var open = await browser.OpenAsync(server.Url);
        await Expect(open.Page.Locator("#model")).ToHaveTextAsync("This server asks for an API key.");
        await open.Page.GetByLabel("Message").FillAsync("x");
        await open.Page.Keyboard.PressAsync("Enter");
        await Expect(open.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("API key");

        await open.Page.GetByLabel("API key").FillAsync("right");
        await open.Page.GetByLabel("Message").FillAsync("again");
        await open.Page.Keyboard.PressAsync("Enter");

        await Expect(open.Page.Locator("#status")).ToHaveTextAsync("Model: You said: again");
        await Expect(open.Page.Locator("#problem")).ToBeHiddenAsync();
    }

    [SkippableFact]
    public async Task Text_OfTheModel_IsNeverMarkup()
    {
        await using var server = await RunningServer.OfAsync(new ScriptedClient(new TextContent("<img src=x onerror=alert(1)><script>alert(2)</script>")));
        await using var open = await browser.OpenAsync(server.Url);

        await open.Page.GetByLabel("Message").FillAsync("x");
        await open.Page.Keyboard.PressAsync("Enter");

        await Expect(open.Page.Locator("#log .said").Last).ToHaveTextAsync("<img src=x onerror=alert(1)><script>alert(2)</script>");
        Assert.Equal(0, await open.Page.Locator("#log img, #log script").CountAsync());
        Assert.Empty(open.Problems);
    }

    [SkippableFact]
    public async Task Policy_ForeignScriptsAndServers_AreRefused()
    {
        await using var server = await RunningServer.EchoingAsync();
        await using var open = await browser.OpenAsync(server.Url);

        bool ran = await open.Page.EvaluateAsync<bool>("() => { const script = document.createElement('script'); try { script.textContent = 'window.ran = true'; document.body.append(script); } catch { } return window.ran === true; }");
        bool reached = await open.Page.EvaluateAsync<bool>("() => fetch('http://127.0.0.2:9/').then(() => true, () => false)");

        Assert.False(ran);
        Assert.False(reached);
        Assert.Contains(open.Problems, problem => problem.Contains("Content Security Policy", StringComparison.Ordinal) && problem.Contains("127.0.0.2", StringComparison.Ordinal));
    }

    [SkippableTheory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Colours_InBothSchemes_AreReadableOnTheDeepestShade(ColorScheme scheme)
    {
        await using var server = await RunningServer.EchoingAsync();
        await using var open = await browser.OpenAsync(server.Url, scheme);
        await Expect(open.Page.Locator("#legend .token").Last).ToBeVisibleAsync();

        double[] ratios = await open.Page.EvaluateAsync<double[]>("""
            () => {
              const numbers = color => color.match(/[\d.]+/g).map(Number);
              const luminance = ([r, g, b]) => [r, g, b].map(c => c / 255).map(c => c <= .03928 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4).reduce((sum, c, i) => sum + c * [.2126, .7152, .0722][i], 0);
              const contrast = (a, b) => { const [x, y] = [luminance(a), luminance(b)].sort((p, q) => q - p); return (x + .05) / (y + .05); };
              const card = numbers(getComputedStyle(document.getElementById('log')).backgroundColor);
              const shade = numbers(getComputedStyle(document.querySelector('#legend .token:last-of-type')).backgroundColor);
              const alpha = shade[3] ?? 1;
              const mixed = [0, 1, 2].map(i => shade[i] * alpha + card[i] * (1 - alpha));
              const ink = numbers(getComputedStyle(document.body).color);
              const soft = numbers(getComputedStyle(document.getElementById('model')).color);
              const page = numbers(getComputedStyle(document.body).backgroundColor);
              return [contrast(ink, mixed), contrast(ink, card), contrast(soft, page), contrast(soft, card)];
            }
            """);

        Assert.All(ratios, ratio => Assert.True(ratio >= 4.5, ratio.ToString("F2", CultureInfo.InvariantCulture)));
    }

    [SkippableFact]
    public async Task Controls_All_HaveNamesAndVisibleFocus()
    {
        await using var server = await RunningServer.EchoingAsync();
        await using var open = await browser.OpenAsync(server.Url, motion: ReducedMotion.Reduce);
        await Expect(open.Page.Locator("#model")).ToContainTextAsync("layers");

        string[] nameless = await open.Page.EvaluateAsync<string[]>(
            "() => [...document.querySelectorAll('input, textarea, button')].filter(control => !(control.labels?.[0]?.textContent.trim() || control.textContent.trim())).map(control => control.id)");
        Assert.Empty(nameless);
        for (int i = 0; i < 8; i++)
        {
            await open.Page.Keyboard.PressAsync("Tab");
            string outline = await open.Page.EvaluateAsync<string>("() => getComputedStyle(document.activeElement).outlineStyle");
            Assert.Equal("solid", outline);
        }

        Assert.Equal("none", await open.Page.EvaluateAsync<string>("() => { document.getElementById('left').classList.add('busy'); return getComputedStyle(document.getElementById('left'), '::after').animationName; }"));
    }

    [SkippableFact]
    public async Task Picture_OfTheDefaultModel_ShowsDepthsThatDiffer()
    {
        await using var server = await RunningServer.OfAsync(await AdaptiveModel.LoadAsync(DefaultModelFolder.Path, new AdaptiveModelOptions { Device = "cpu", Threads = 1 }));
        await using var open = await browser.OpenAsync(server.Url);
        var page = open.Page;
        await Expect(page.Locator("#model")).ToContainTextAsync("layers");
        await page.GetByLabel("Compare", new() { Exact = true }).CheckAsync();
        await page.Locator("#leftBudget").FillAsync("65");
        await page.GetByLabel("Longest reply").FillAsync("90");

        await page.GetByLabel("Prompt for both").FillAsync("Tell me a short story about a cat.");
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.Locator("#verdict")).Not.ToBeEmptyAsync();
        await Expect(page.Locator("#run")).ToBeEnabledAsync();
        Assert.True(await page.EvaluateAsync<int>("() => new Set([...document.querySelectorAll('#left .token')].map(token => token.title)).size") > 1);
        if (Environment.GetEnvironmentVariable(PictureVariable) == "1")
        {
            await page.ScreenshotAsync(new() { Path = Path.Combine(SourceTree.Root, "docs", "images", "page.png"), Clip = new() { X = 0, Y = 0, Width = 1000, Height = 620 } });
        }
    }

    private static async Task EndlessAsync(TaskCompletionSource ended, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
        finally
        {
            ended.SetResult();
        }
    }
}
