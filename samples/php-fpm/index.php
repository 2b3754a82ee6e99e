<?php
// The shop as one PHP script. PHP gives its memory back after each request, so nothing here can leak from one to the
// next; GET /api/v1/orders/:id holds tens of megabytes for a moment, and /images/:id/thumb some.

function lines(int $count): array
{
    return array_map(fn ($i) => str_pad("row $i", 120, '.'), range(1, $count));
}

function page(string $title, array $rows): string
{
    return "<!doctype html><title>$title</title><ul>" . implode('', array_map(fn ($r) => "<li>$r", $rows)) . '</ul>';
}

function order(int $id): string
{
    $rows = [];
    for ($i = 0; $i < 60000 + 1000 * ($id % 40); $i++) {
        $rows[] = sprintf('order-%09d;customer-%06d;%0200d', $i, $id, $i);
    }
    return page('Order', array_slice($rows, -3));
}

function thumb(int $id): string
{
    $width = 400 + $id % 400;
    return substr(str_repeat("\x7f", $width * $width * 4), 0, 400);
}

$routes = [
    ['GET', '/', fn () => page('Shop', lines(60))],
    ['GET', '/products/:id', fn ($id) => page("Product $id", lines(80))],
    ['GET', '/search', fn () => page('Search', lines(60))],
    ['GET', '/cart', fn () => page('Cart', lines(8))],
    ['DELETE', '/cart', fn () => 'ok'],
    ['POST', '/cart/items', fn () => '{"ok":true}'],
    ['GET', '/login', fn () => page('Login', lines(5))],
    ['POST', '/login', fn () => 'ok'],
    ['GET', '/account/:uuid', fn ($uuid) => page($uuid, lines(70))],
    ['GET', '/api/v1/orders/:id', fn ($id) => order((int) $id)],
    ['PATCH', '/api/v1/orders/:id', fn ($id) => '{"ok":true}'],
    ['GET', '/api/v1/stock', fn () => json_encode(lines(300))],
    ['GET', '/images/:id/thumb', fn ($id) => thumb((int) $id)],
    ['GET', '/health', fn () => 'ok'],
    ['GET', '/about', fn () => str_repeat('We sell lamps. ', 200)],
];

$path = strtok($_SERVER['REQUEST_URI'], '?');
foreach ($routes as [$method, $template, $handler]) {
    $pattern = '#^' . preg_replace('/:\w+/', '([^/]+)', $template) . '$#';
    if ($method === $_SERVER['REQUEST_METHOD'] && preg_match($pattern, $path, $match)) {
        echo $handler($match[1] ?? '');
        return;
    }
}
http_response_code(404);
echo 'not found';
